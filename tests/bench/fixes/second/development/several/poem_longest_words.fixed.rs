struct Text<'a> {
    title: &'a str,
    words: Vec<&'a str>,
}

impl<'a> Text<'a> {
    fn parse(source: &'a str) -> Option<Text<'a>> {
        let mut lines = source.lines();
        let title = lines.next()?;
        let words = lines.flat_map(|line| line.split(' ')).collect();
        Some(Text { title, words })
    }

    fn longest(&self) -> Option<&'a str> {
        self.words.iter().copied().max_by_key(|w| w.len())
    }

    fn drop_short(&mut self, limit: usize) -> usize {
        let before = self.words.len();
        self.words.retain(|w| w.len() >= limit);
        before - self.words.len()
    }
}

fn longer<'a>(x: &'a str, y: &'a str) -> &'a str {
    if x.len() >= y.len() {
        x
    } else {
        y
    }
}

fn main() {
    let source = String::from("Autumn\nthe leaves are golden\nand softly falling down");
    let mut text = match Text::parse(&source) {
        Some(text) => text,
        None => {
            println!("empty poem");
            return;
        }
    };

    println!("{}: {} words", text.title, text.words.len());
    if let Some(word) = text.longest() {
        println!("longest {}", word);
    }

    let first = text.words[0];
    let removed = text.drop_short(5);
    println!("removed {}, first word was {}", removed, first);
    println!("left: {}", text.words.join(" "));

    let other = String::from("summer\nsunshine");
    if let Some(second) = Text::parse(&other) {
        println!("{}", longer(text.title, second.title));
        println!("{}", longer(text.words[0], second.words[0]));
    }
}
