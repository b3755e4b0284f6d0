use std::thread;

fn main() {
    let label = String::from("worker");
    let handles = Vec::new();
    for id in 0..3 {
        let handle = thread::spawn(move || {
            let mut sum = 0u64;
            for n in 0..=(id * 10) {
                sum += n;
            }
            format!("{label}-{id}: {sum}")
        });
        handles.push(handle);
    }
    for h in handles {
        println!("{}", h.join().unwrap());
    }
}
