struct Score {
    home: u32,
    away: u32,
    minute: u32,
}

impl Score {
    fn line(&self) -> String {
        format!("{}:{} ({}')", self.home, self.away)
    }

    fn leader(&self) -> &str {
        if self.home > self.away {
            "home"
        } else if self.home < self.away {
            "away"
        } else {
            "nobody"
        }
    }
}

fn main() {
    let mut s = Score { home: 0, away: 1, minute: 12 };
    println!("{} {}", s.line(), s.leader());
    s.home += 2;
    s.minute = 80;
    println!("{} {}", s.line(), s.leader());
}
