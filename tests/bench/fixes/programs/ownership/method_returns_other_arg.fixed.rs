struct Dictionary {
    words: Vec<String>,
}

impl Dictionary {
    fn suggest<'a>(&'a self, typed: &'a str) -> &'a str {
        for w in &self.words {
            if w.starts_with(typed) {
                return w;
            }
        }
        typed
    }

    fn knows(&self, word: &str) -> bool {
        self.words.iter().any(|w| w == word)
    }
}

fn main() {
    let dict = Dictionary { words: vec!["apple".into(), "apricot".into(), "banana".into()] };
    for typed in ["apr", "ban", "cher"] {
        println!("{typed} -> {}", dict.suggest(typed));
    }
    println!("{}", dict.knows("banana"));
}
