use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();
    let chunks = vec![vec![1, 2, 3], vec![10, 20], vec![7]];
    for (index, chunk) in chunks.into_iter().enumerate() {
        let tx = tx.clone();
        thread::spawn(move || {
            let sum: i32 = chunk.iter().sum();
            tx.send((index, sum)).unwrap();
        });
    }
    drop(tx);
    let mut sums: Vec<(usize, i32)> = rx.iter().collect();
    sums.sort();
    for (i, s) in sums {
        println!("chunk {i} sums to {s}");
    }
}
