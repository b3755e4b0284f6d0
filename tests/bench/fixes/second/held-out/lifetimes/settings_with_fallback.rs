use std::collections::BTreeMap;

struct Settings {
    values: BTreeMap<String, String>,
}

impl Settings {
    fn from_text(text: &str) -> Settings {
        let mut values = BTreeMap::new();
        for line in text.lines() {
            if let Some((key, value)) = line.split_once('=') {
                values.insert(key.trim().to_string(), value.trim().to_string());
            }
        }
        Settings { values }
    }

    fn get(&self, key: &str) -> &str {
        self.values.get(key).unwrap_or(&"unset".to_string())
    }

    fn get_number(&self, key: &str) -> Option<u32> {
        self.get(key).parse().ok()
    }
}

fn main() {
    let settings = Settings::from_text(
        "theme = dark\nfont_size = 14\nlanguage=en\nbroken line\n",
    );
    for key in ["theme", "language", "proxy"] {
        println!("{} => {}", key, settings.get(key));
    }
    println!("font size: {:?}", settings.get_number("font_size"));
    println!("theme as number: {:?}", settings.get_number("theme"));
}
