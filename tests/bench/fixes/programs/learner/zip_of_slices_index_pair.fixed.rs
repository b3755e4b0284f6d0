fn hamming(a: &str, b: &str) -> Option<usize> {
    if a.len() != b.len() {
        return None;
    }
    let different = a
        .chars()
        .zip(b.chars())
        .filter(|(x, y)| x != y)
        .count();
    Some(different)
}

fn main() {
    println!("{:?}", hamming("GAGCCTACTA", "CATCGTAATG"));
    println!("{:?}", hamming("AAC", "AAC"));
    println!("{:?}", hamming("A", "AG"));
    let close = hamming("karolin", "kathrin").map_or(false, |d| d < 4);
    println!("{close}");
}
