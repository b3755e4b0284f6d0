use std::sync::Arc;
use std::thread;

struct Board {
    best: u32,
    entries: u32,
}

impl Board {
    fn submit(&mut self, score: u32) {
        self.entries += 1;
        self.best = self.best.max(score);
    }
}

fn main() {
    let board = Arc::new(Board { best: 0, entries: 0 });
    let players: Vec<_> = [310, 870, 555]
        .into_iter()
        .map(|score| {
            let board = Arc::clone(&board);
            thread::spawn(move || board.submit(score))
        })
        .collect();
    for p in players {
        p.join().unwrap();
    }
    println!("best {} of {}", board.best, board.entries);
}
