struct Parser<'a> {
    words: Vec<&'a str>,
    at: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Parser { words: text.split(' ').collect(), at: 0 }
    }

    fn next(&mut self) -> Option<&'a str> {
        let word = self.words.get(self.at).copied();
        self.at += 1;
        word
    }
}

fn main() {
    let mut collected = Vec::new();
    for n in 1..=3 {
        let line = format!("set x{n} {}", n * n);
        let mut p = Parser::new(&line);
        while let Some(w) = p.next() {
            if w != "set" {
                collected.push(w);
            }
        }
    }
    println!("{}", collected.join("|"));
}
