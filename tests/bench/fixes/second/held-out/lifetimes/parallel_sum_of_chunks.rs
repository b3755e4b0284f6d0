use std::thread;

fn checksum(part: &[u64]) -> u64 {
    part.iter().fold(7, |acc, n| (acc * 31 + n) % 65_521)
}

fn main() {
    let samples: Vec<u64> = (1..=1_000).map(|n| n * n % 97).collect();

    let mut workers = Vec::new();
    for (index, part) in samples.chunks(250).enumerate() {
        workers.push(thread::spawn(move || {
            let sum: u64 = part.iter().sum();
            (index, sum, checksum(part))
        }));
    }

    let mut total = 0;
    for worker in workers {
        let (index, sum, check) = worker.join().unwrap();
        println!("chunk {}: sum {} check {}", index, sum, check);
        total += sum;
    }
    println!("total {}", total);
    assert_eq!(total, samples.iter().sum::<u64>());
}
