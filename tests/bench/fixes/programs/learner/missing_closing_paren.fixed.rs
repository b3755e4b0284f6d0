fn clamp_all(values: &[i32], lo: i32, hi: i32) -> Vec<i32> {
    values.iter().map(|v| (*v).max(lo).min(hi)).collect()
}

fn range(values: &[i32]) -> i32 {
    let max = values.iter().max().unwrap();
    let min = values.iter().min().unwrap();
    max - min
}

fn main() {
    let raw = [-40, 12, 180, 77, 255, 300];
    let fixed = clamp_all(&raw, 0, 255);
    println!("{fixed:?}");
    println!("{} {}", range(&raw), range(&fixed));
}
