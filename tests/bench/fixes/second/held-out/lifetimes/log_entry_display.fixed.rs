use std::fmt;

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Level {
    Info,
    Warn,
    Error,
}

struct Entry<'a> {
    level: Level,
    module: &'a str,
    message: &'a str,
}

impl fmt::Display for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let tag = match self.level {
            Level::Info => "INFO",
            Level::Warn => "WARN",
            Level::Error => "FAIL",
        };
        write!(f, "{} {:<5} {}", tag, self.module, self.message)
    }
}

fn parse(line: &str) -> Option<Entry<'_>> {
    let mut parts = line.splitn(3, ' ');
    let level = match parts.next()? {
        "I" => Level::Info,
        "W" => Level::Warn,
        "E" => Level::Error,
        _ => return None,
    };
    Some(Entry { level, module: parts.next()?, message: parts.next()? })
}

fn main() {
    let log = "I net connected\nE disk no space left\ngarbage\nW net slow answer\nI ui ready";
    let entries: Vec<Entry> = log.lines().filter_map(parse).collect();
    for entry in entries.iter().filter(|e| e.level >= Level::Warn) {
        println!("{}", entry);
    }
    println!("{} entries read", entries.len());
}
