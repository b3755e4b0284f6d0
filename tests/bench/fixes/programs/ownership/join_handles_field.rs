use std::thread::{self, JoinHandle};

struct Worker {
    id: usize,
    handle: JoinHandle<u64>,
}

fn factorial(n: u64) -> u64 {
    (1..=n).product()
}

fn main() {
    let workers: Vec<Worker> = (0..4)
        .map(|id| Worker { id, handle: thread::spawn(move || factorial(id as u64 + 3)) })
        .collect();
    let mut total = 0;
    for w in &workers {
        let result = w.handle.join().unwrap();
        println!("worker {} got {}", w.id, result);
        total += result;
    }
    println!("total {total}");
}
