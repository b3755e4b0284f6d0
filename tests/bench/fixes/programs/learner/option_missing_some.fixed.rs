fn find_gap(sorted: &[u32]) -> Option<u32> {
    for pair in sorted.windows(2) {
        if pair[1] - pair[0] > 1 {
            return Some(pair[0] + 1);
        }
    }
    None
}

fn describe(list: &[u32]) -> String {
    match find_gap(list) {
        Some(n) => format!("{n} is free"),
        None => "no gap".to_string(),
    }
}

fn main() {
    println!("{}", describe(&[3, 4, 5, 8]));
    println!("{}", describe(&[1, 2, 3]));
    println!("{}", describe(&[]));
}
