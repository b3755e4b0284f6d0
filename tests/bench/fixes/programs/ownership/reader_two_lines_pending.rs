struct Source {
    lines: Vec<String>,
    at: usize,
    buffer: String,
}

impl Source {
    fn read(&mut self) -> Option<&str> {
        let line = self.lines.get(self.at)?;
        self.buffer = line.trim().to_string();
        self.at += 1;
        Some(&self.buffer)
    }
}

fn main() {
    let lines = vec![" a b ".into(), "c".into(), "  d e f".into()];
    let mut s = Source { lines, at: 0, buffer: String::new() };
    let first = s.read().unwrap();
    let second = s.read().unwrap();
    println!("{first}/{second}");
    let mut words = 0;
    while let Some(line) = s.read() {
        words += line.split(' ').count();
    }
    println!("{words} words, {} lines", s.at);
}
