fn mode(values: &[u8]) -> Option<u8> {
    let mut best = None;
    let mut best_count = 0;
    for v in values {
        let count = values.iter().filter(|w| *w == v).count();
        if count > best_count {
            best = Some(*v);
            best_count = count;
        }
    }
    best
}

fn main() {
    let rolls = [2, 6, 3, 6, 1, 6, 2];
    if mode(&rolls) == 6 {
        println!("loaded dice");
    }
    println!("{:?}", mode(&rolls[..1]));
    println!("{:?}", mode(&[]));
}
