use std::sync::Arc;
use std::thread;

struct Settings {
    multiplier: u64,
    label: String,
}

fn process(settings: &Settings, chunk: &[u64]) -> u64 {
    chunk.iter().map(|n| n * settings.multiplier).sum()
}

fn main() {
    let settings = Arc::new(Settings {
        multiplier: 3,
        label: String::from("triple"),
    });

    let data: Vec<Vec<u64>> = vec![vec![1, 2, 3], vec![10, 20], vec![100]];
    let mut handles = Vec::new();

    for chunk in data {
        let handle = thread::spawn(move || process(&settings, &chunk));
        handles.push(handle);
    }

    let mut total = 0;
    for (i, handle) in handles.into_iter().enumerate() {
        let part = handle.join().unwrap();
        println!("chunk {} -> {}", i, part);
        total += part;
    }
    println!("{}: {}", settings.label, total);
}
