#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Rank {
    Private = 1,
    Sergeant = 5,
    Captain = 9,
}

fn may_order(a: Rank, b: Rank) -> bool {
    a > b
}

fn pay(r: Rank) -> u32 {
    r as u32 * 100 + 1000
}

fn main() {
    let ranks = [Rank::Private, Rank::Sergeant, Rank::Captain];
    for r in ranks {
        println!("{r:?} earns {}", pay(r));
    }
    println!("{}", may_order(ranks[2], ranks[1]));
    println!("{}", may_order(ranks[0], ranks[1]));
}
