use std::collections::BTreeMap;

struct Poll {
    votes: BTreeMap<&'static str, u32>,
}

impl Poll {
    fn count(ballots: &[&'static str]) -> Poll {
        let mut votes = BTreeMap::new();
        for ballot in ballots {
            *votes.entry(*ballot).or_insert(0) += 1;
        }
        Poll { votes }
    }

    fn total(&self) -> u32 {
        self.votes.values().sum()
    }

    fn print(&self) {
        let total = self.total();
        for (name, votes) in &self.votes {
            let share = *votes as f64 * 100.0 / total as f64;
            println!("{:<6} {:>2} votes {:>5.1}%", name, votes, share);
        }
    }
}

fn main() {
    let poll = Poll::count(&["cats", "dogs", "cats", "birds", "dogs", "cats"]);
    poll.print();
    println!("{} ballots", poll.total());
}
