use std::thread;

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn main() {
    let samples = vec![2.0, 4.0, 9.0];
    let for_thread = samples.clone();
    let handle = thread::spawn(move || {
        let m = mean(&for_thread);
        for_thread.iter().map(|s| (s - m).powi(2)).sum::<f64>()
    });
    let squares = handle.join().unwrap();
    println!("mean {:.2}", mean(&samples));
    println!("variance {:.2}", squares / samples.len() as f64);
}
