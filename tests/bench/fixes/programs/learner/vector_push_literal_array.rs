fn fibonacci(count: usize) -> Vec<u64> {
    let mut seq = [1, 1];
    while seq.len() < count {
        let next = seq[seq.len() - 1] + seq[seq.len() - 2];
        seq.push(next);
    }
    seq
}

fn main() {
    let f = fibonacci(12);
    println!("{f:?}");
    let even: u64 = f.iter().filter(|n| *n % 2 == 0).sum();
    println!("even sum {even}");
    println!("{}", f.len());
}
