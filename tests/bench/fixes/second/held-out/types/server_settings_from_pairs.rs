use std::num::ParseIntError;

#[derive(Debug, Default)]
struct Settings {
    host: String,
    port: u16,
    workers: usize,
}

fn load(text: &str) -> Result<Settings, ParseIntError> {
    let mut settings = Settings::default();
    for line in text.lines() {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let value = value.trim();
        match key.trim() {
            "host" => settings.host = value.to_string(),
            "port" => settings.port = value.parse(),
            "workers" => settings.workers = value.parse(),
            other => println!("ignored: {}", other),
        }
    }
    Ok(settings)
}

fn main() {
    let good = "host = localhost\nport = 8080\nworkers = 4\ncolor = blue";
    let bad = "port = eighty";
    for text in [good, bad] {
        match load(text) {
            Ok(s) => println!("{:?}", s),
            Err(e) => println!("bad settings: {}", e),
        }
    }
}
