fn weighted(values: &[(f64, f64)]) -> f64 {
    let total: f64 = values.iter().map(|value, weight| value * weight).sum();
    let weights: f64 = values.iter().map(|v| v.1).sum();
    total / weights
}

fn spread(values: &[(f64, f64)]) -> f64 {
    let mut xs: Vec<f64> = values.iter().map(|v| v.0).collect();
    xs.sort_by(|a, b| a.partial_cmp(b).unwrap());
    xs[xs.len() - 1] - xs[0]
}

fn main() {
    let marks = [(8.0, 2.0), (6.5, 1.0), (9.0, 3.0)];
    println!("{:.3}", weighted(&marks));
    println!("{:.1}", spread(&marks));
}
