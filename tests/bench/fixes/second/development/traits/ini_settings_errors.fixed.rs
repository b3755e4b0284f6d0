use std::fmt;
use std::num::ParseIntError;

#[derive(Debug)]
enum SettingsError {
    MissingKey(&'static str),
    NotANumber(ParseIntError),
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            SettingsError::MissingKey(key) => write!(f, "missing key '{}'", key),
            SettingsError::NotANumber(e) => write!(f, "not a number ({})", e),
        }
    }
}

impl From<ParseIntError> for SettingsError {
    fn from(e: ParseIntError) -> Self {
        SettingsError::NotANumber(e)
    }
}

fn lookup<'a>(text: &'a str, key: &'static str) -> Result<&'a str, SettingsError> {
    text.lines()
        .filter_map(|line| line.split_once('='))
        .find(|(k, _)| k.trim() == key)
        .map(|(_, v)| v.trim())
        .ok_or(SettingsError::MissingKey(key))
}

fn window_area(text: &str) -> Result<u32, SettingsError> {
    let width: u32 = lookup(text, "width")?.parse()?;
    let height: u32 = lookup(text, "height")?.parse()?;
    Ok(width * height)
}

fn main() {
    let files = [
        "width = 640\nheight=480",
        "width = 640",
        "height = tall\nwidth = 12",
    ];
    for text in files {
        match window_area(text) {
            Ok(area) => println!("area {}", area),
            Err(e) => println!("error: {}", e),
        }
    }
}
