fn sorted(mut values: Vec<i32>) -> Vec<i32> {
    values.sort_unstable_by(|a, b| b.cmp(a));
    values
}

fn median(sorted: &[i32]) -> f64 {
    let mid = sorted.len() / 2;
    if sorted.len() % 2 == 0 {
        (sorted[mid - 1] + sorted[mid]) as f64 / 2.0
    } else {
        sorted[mid] as f64
    }
}

fn main() {
    let scores = vec![31, 7, 19, 24];
    let best = sorted(scores.clone());
    println!("highest: {}", best[0]);
    println!("median: {}", median(&best));
    for (round, score) in scores.iter().enumerate() {
        println!("round {}: {}", round + 1, score);
    }
}
