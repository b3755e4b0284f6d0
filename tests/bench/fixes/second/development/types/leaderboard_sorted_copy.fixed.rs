#[derive(Debug, Clone)]
struct Entry {
    name: String,
    points: u32,
}

struct Leaderboard {
    entries: Vec<Entry>,
}

impl Leaderboard {
    fn add(&mut self, name: &str, points: u32) -> &mut Self {
        self.entries.push(Entry { name: name.to_string(), points });
        self
    }

    fn ranking(&self) -> Vec<Entry> {
        let mut sorted = self.entries.clone();
        sorted.sort_by(|a, b| b.points.cmp(&a.points).then(a.name.cmp(&b.name)));
        sorted
    }
}

fn main() {
    let mut board = Leaderboard { entries: Vec::new() };
    board.add("zoe", 40).add("kim", 75).add("abe", 40);
    for (i, entry) in board.ranking().iter().enumerate() {
        println!("{}. {:<4} {:>3}", i + 1, entry.name, entry.points);
    }
    println!("first added: {}", board.entries[0].name);
}
