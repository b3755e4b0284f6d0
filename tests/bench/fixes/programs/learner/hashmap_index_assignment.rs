use std::collections::HashMap;

fn main() {
    let ballots = ["tea", "coffee", "tea", "juice", "tea"];
    let mut votes: HashMap<&str, u32> = HashMap::new();
    for b in ballots {
        votes[b] = votes.get(b).copied().unwrap_or(0) + 1;
    }
    let winner = votes.iter().max_by_key(|(_, n)| **n).map(|(name, _)| *name);
    println!("{}", winner.unwrap_or("nobody"));
    println!("{} for tea, {} for juice", votes["tea"], votes["juice"]);
    let total: u32 = votes.values().sum();
    println!("{total} votes");
    println!("{} choices", votes.len());
}
