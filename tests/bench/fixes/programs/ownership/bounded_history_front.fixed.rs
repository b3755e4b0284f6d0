use std::collections::VecDeque;

struct History {
    lines: VecDeque<String>,
    limit: usize,
    dropped: Vec<usize>,
}

impl History {
    fn oldest(&self) -> Option<&String> {
        self.lines.front()
    }

    fn add(&mut self, line: &str) {
        if self.lines.len() == self.limit {
            let oldest = self.oldest().unwrap();
            let length = oldest.len();
            self.lines.pop_front();
            self.dropped.push(length);
        }
        self.lines.push_back(line.to_string());
    }
}

fn main() {
    let mut h = History { lines: VecDeque::new(), limit: 2, dropped: vec![] };
    for cmd in ["ls", "cd src", "cargo run", "git log"] {
        h.add(cmd);
    }
    println!("{:?}", h.lines);
    println!("{:?}", h.dropped);
}
