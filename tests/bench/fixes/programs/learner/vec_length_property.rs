fn median(values: Vec<f64>) -> f64 {
    values.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let n = values.length;
    if n % 2 == 1 {
        values[n / 2]
    } else {
        (values[n / 2 - 1] + values[n / 2]) / 2.0
    }
}

fn main() {
    println!("{:.2}", median(vec![4.0, 1.5, 3.0]));
    println!("{:.2}", median(vec![10.0, 2.0, 6.5, 7.5]));
    let one = vec![0.25];
    println!("{:.2}", median(one));
}
