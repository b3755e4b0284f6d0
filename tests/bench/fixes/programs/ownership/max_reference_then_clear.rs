fn main() {
    let mut bids = vec![("ann", 120), ("bob", 340), ("cyd", 200)];
    let winner = bids.iter().max_by_key(|b| b.1).unwrap();
    bids.clear();
    println!("{} pays {}", winner.0, winner.1);
    let next_round = [("dan", 15), ("eve", 10)];
    for bid in next_round {
        bids.push(bid);
    }
    let sum: i32 = bids.iter().map(|b| b.1).sum();
    println!("{} bids worth {sum}", bids.len());
    let reserve = winner.1 / 10;
    println!("reserve {reserve}");
    println!("done");
}
