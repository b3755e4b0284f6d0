fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn deviation(values: &[f64]) -> f64 {
    let average = average(values);
    let squares: Vec<f64> = values.iter().map(|v| (v - average).powi(2)).collect();
    average(&squares).sqrt()
}

fn main() {
    let heights = [1.62, 1.80, 1.71, 1.95];
    println!("{:.3}", average(&heights));
    println!("{:.3}", deviation(&heights));
    println!("{:.1}", deviation(&[4.0, 4.0]));
}
