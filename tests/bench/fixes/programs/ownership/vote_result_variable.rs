#[derive(Debug, Clone)]
enum Vote {
    Yes,
    No,
    Abstain(String),
}

fn tally(votes: &[Vote]) -> (u32, u32) {
    let counts = (0, 0);
    for v in votes {
        match v {
            Vote::Yes => counts.0 += 1,
            Vote::No => counts.1 += 1,
            Vote::Abstain(_) => {}
        }
    }
    counts
}

fn main() {
    let votes = vec![
        Vote::Yes,
        Vote::No,
        Vote::Abstain("ill".to_string()),
        Vote::Yes,
    ];
    let (yes, no) = tally(&votes);
    println!("{yes} to {no}");
    if let Vote::Abstain(why) = &votes[2] {
        println!("one was {why}");
    }
}
