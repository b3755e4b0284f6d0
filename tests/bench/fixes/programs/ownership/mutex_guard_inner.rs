use std::sync::{Arc, Mutex};
use std::thread;

fn main() {
    let results = Arc::new(Mutex::new(Vec::new()));
    let threads: Vec<_> = (1..=4)
        .map(|n: u32| {
            let results = Arc::clone(&results);
            thread::spawn(move || {
                let square = n * n;
                results.lock().unwrap().push(square);
            })
        })
        .collect();
    for t in threads {
        t.join().unwrap();
    }
    let mut found = *results.lock().unwrap();
    found.sort();
    println!("{found:?}");
}
