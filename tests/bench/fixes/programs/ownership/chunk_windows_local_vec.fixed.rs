fn smooth(data: &[f64]) -> Vec<f64> {
    data.windows(2).map(|w| (w[0] + w[1]) / 2.0).collect()
}

fn tail(data: &[f64], n: usize) -> Vec<f64> {
    let smoothed = smooth(data);
    let start = smoothed.len().saturating_sub(n);
    smoothed[start..].to_vec()
}

fn main() {
    let data = [1.0, 3.0, 5.0, 4.0, 8.0];
    let end = tail(&data, 2);
    for v in end.iter() {
        println!("{v:.1}");
    }
    println!("{}", smooth(&data).len());
    println!("{}", tail(&data, 99).len());
}
