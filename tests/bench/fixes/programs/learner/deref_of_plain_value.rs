fn rotate(deck: &mut Vec<u32>, n: usize) {
    for _ in 0..n {
        let top = deck.remove(0);
        deck.push(*top);
    }
}

fn cut(deck: &[u32], at: usize) -> Vec<u32> {
    let mut out = deck[at..].to_vec();
    out.extend(&deck[..at]);
    out
}

fn main() {
    let mut deck: Vec<u32> = (1..=6).collect();
    rotate(&mut deck, 2);
    println!("{deck:?}");
    let deck = cut(&deck, 4);
    println!("{deck:?}");
    println!("{}", deck == [1, 2, 3, 4, 5, 6]);
}
