#[derive(Debug)]
struct Summary {
    mean: f64,
    spread: f64,
    above: usize,
}

fn summarize(readings: Vec<f64>) -> Summary {
    let count = readings.len() as f64;
    let sum: f64 = readings.into_iter().sum();
    let mean = sum / count;

    let low = readings.iter().cloned().fold(f64::INFINITY, f64::min);
    let high = readings.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    let above = readings.iter().filter(|r| **r > mean).count();

    Summary { mean, spread: high - low, above }
}

fn main() {
    let raw = "20.5,21.0,19.5,23.0,21.0";
    let readings: Vec<f64> = raw
        .split(',')
        .filter_map(|field| field.parse().ok())
        .collect();

    let summary = summarize(readings);
    println!("mean   {:.2}", summary.mean);
    println!("spread {:.2}", summary.spread);
    println!("above  {}", summary.above);
}
