use std::sync::Arc;
use std::thread;

struct Config {
    name: String,
    steps: u32,
}

fn main() {
    let config = Arc::new(Config { name: "train".into(), steps: 4 });
    let name = &config.name;
    let inner = Arc::clone(&config);
    let t = thread::spawn(move || (1..=inner.steps).map(|s| s * s).sum::<u32>());
    let result = t.join().unwrap();
    println!("{name}: {result}");
    let words = ["a", "b"];
    for (i, w) in words.iter().enumerate() {
        println!("{}{w}", i + 1);
    }
}
