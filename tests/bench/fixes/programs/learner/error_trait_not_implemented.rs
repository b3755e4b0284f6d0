use std::fmt;

#[derive(Debug)]
struct ConfigError {
    key: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "missing key {}", self.key)
    }
}

fn get(text: &str, key: &str) -> Result<String, Box<dyn std::error::Error>> {
    for line in text.lines() {
        if let Some((k, v)) = line.split_once('=') {
            if k == key {
                return Ok(v.to_string());
            }
        }
    }
    Err(Box::new(ConfigError { key: key.to_string() }))
}

fn main() {
    let text = "color=blue\nsize=12";
    for key in ["size", "font"] {
        match get(text, key) {
            Ok(v) => println!("{key}: {v}"),
            Err(e) => println!("{e}"),
        }
    }
}
