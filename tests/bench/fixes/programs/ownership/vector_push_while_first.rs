fn main() {
    let mut readings = vec![12.5, 13.0, 12.75];
    let first = &readings[0];
    readings.push(14.25);
    readings.push(11.0);
    let drift: Vec<f64> = readings.iter().map(|r| r - first).collect();
    for (i, d) in drift.iter().enumerate() {
        println!("{i}: {d:+.2}");
    }
    let worst = drift
        .iter()
        .cloned()
        .fold(0.0_f64, |acc, d| if d.abs() > acc.abs() { d } else { acc });
    println!("worst {worst:+.2}");
}
