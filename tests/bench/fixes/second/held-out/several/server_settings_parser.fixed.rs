use std::fmt;
use std::num::ParseIntError;

#[derive(Debug)]
enum ConfigError {
    MissingKey(String),
    BadNumber(ParseIntError),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfigError::MissingKey(k) => write!(f, "missing key '{}'", k),
            ConfigError::BadNumber(e) => write!(f, "bad number: {}", e),
        }
    }
}

impl From<ParseIntError> for ConfigError {
    fn from(e: ParseIntError) -> Self {
        ConfigError::BadNumber(e)
    }
}

#[derive(Debug)]
struct Config {
    host: String,
    port: u16,
    workers: usize,
}

fn lookup<'a>(pairs: &'a [(String, String)], key: &str) -> Option<&'a str> {
    pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
}

fn require<'a>(pairs: &'a [(String, String)], key: &str) -> Result<&'a str, ConfigError> {
    lookup(pairs, key).ok_or(ConfigError::MissingKey(key.to_string()))
}

fn parse(text: &str) -> Result<Config, ConfigError> {
    let pairs: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(k, v)| (k.trim().to_string(), v.trim().to_string()))
        .collect();

    let host = require(&pairs, "host")?;
    let port = require(&pairs, "port")?.parse::<u16>()?;
    let workers = require(&pairs, "workers")?.parse::<usize>()?;

    Ok(Config { host: host.to_string(), port, workers })
}

fn main() {
    let samples = [
        "host = localhost\nport = 8080\nworkers = 4",
        "host = example.org\nport = 99999\nworkers = 2",
        "host = example.org\nport = 80",
    ];

    for (i, text) in samples.iter().enumerate() {
        match parse(text) {
            Ok(config) => println!("{}: {}:{} x{}", i, config.host, config.port, config.workers),
            Err(e) => println!("{}: {}", i, e),
        }
    }
}
