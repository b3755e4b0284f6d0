use std::collections::HashMap;

trait Translator {
    fn language(&self) -> &str;
    fn translate<'a>(&'a self, word: &'a str) -> &'a str;
}

struct Dictionary {
    language: String,
    words: HashMap<String, String>,
}

impl Translator for Dictionary {
    fn language(&self) -> &str {
        &self.language
    }

    fn translate<'a>(&'a self, word: &'a str) -> &'a str {
        match self.words.get(word) {
            Some(found) => found,
            None => word,
        }
    }
}

fn sentence(translator: &dyn Translator, text: &str) -> String {
    text.split(' ')
        .map(|w| translator.translate(w))
        .collect::<Vec<_>>()
        .join(" ")
}

fn main() {
    let pairs = [("good", "guten"), ("morning", "Morgen"), ("world", "Welt")];
    let dictionary = Dictionary {
        language: "German".to_string(),
        words: pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect(),
    };

    println!("{}:", dictionary.language());
    for text in ["good morning Anna", "hello world"] {
        println!("  {} = {}", text, sentence(&dictionary, text));
    }
}
