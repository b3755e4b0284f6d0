use std::collections::HashMap;

struct Scoreboard {
    scores: HashMap<String, i32>,
    order: Vec<String>,
}

impl Scoreboard {
    fn new() -> Self {
        Scoreboard { scores: HashMap::new(), order: Vec::new() }
    }

    fn add(&mut self, player: String, points: i32) {
        match self.scores.get_mut(&player) {
            Some(score) => *score += points,
            None => {
                self.scores.insert(player, points);
                self.order.push(player);
            }
        }
    }

    fn print(&self) {
        for player in &self.order {
            println!("{:<8}{:>4}", player, self.scores[player]);
        }
    }
}

fn main() {
    let events = "kim+5 lou+3 kim+10 ada+7 lou+1";
    let mut board = Scoreboard::new();
    for event in events.split(' ') {
        if let Some((player, points)) = event.split_once('+') {
            board.add(player.to_string(), points.parse().unwrap_or(0));
        }
    }
    board.print();
}
