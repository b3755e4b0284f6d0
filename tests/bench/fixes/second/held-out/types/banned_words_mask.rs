struct Moderator {
    banned: Vec<String>,
}

impl Moderator {
    fn new(words: &[&str]) -> Self {
        Moderator {
            banned: words.iter().map(|w| w.to_lowercase()).collect(),
        }
    }

    fn is_banned(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        self.banned.iter().any(|b| b == lower)
    }

    fn mask(&self, text: &str) -> String {
        text.split(' ')
            .map(|word| {
                if self.is_banned(word) {
                    "*".repeat(word.len())
                } else {
                    word.to_string()
                }
            })
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn main() {
    let moderator = Moderator::new(&["darn", "Heck"]);
    for line in ["what the heck is this", "DARN bugs", "all fine"] {
        println!("{}", moderator.mask(line));
    }
}
