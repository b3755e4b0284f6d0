fn stats(values: &[i32]) -> (i32, i32, i32) {
    let (mut min, mut max, mut sum) = (values[0], values[0], 0);
    for &v in values {
        if v < min {
            min = v;
        }
        if v > max {
            max = v;
        }
        sum += v;
    }
    (min, max, sum)
}

fn main() {
    let depths = [14, 3, 22, 9];
    let (lo, hi, sum) = stats(&depths);
    println!("{lo}..{hi}, mean {:.1}", sum as f64 / depths.len() as f64);
    let spread = hi - lo;
    println!("spread {spread}");
}
