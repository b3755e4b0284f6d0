use std::sync::{Arc, Mutex};
use std::thread;

fn main() {
    let bins = Arc::new(Mutex::new([0u32; 4]));
    let mut handles = vec![];
    for id in 0..4usize {
        let bins = Arc::clone(&bins);
        handles.push(thread::spawn(move || {
            for n in 0..20usize {
                if n % 4 == id {
                    bins[id] += n as u32;
                }
            }
        }));
    }
    for h in handles {
        h.join().unwrap();
    }
    let result = bins.lock().unwrap();
    println!("{:?} {}", result, result.iter().sum::<u32>());
}
