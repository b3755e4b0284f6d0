#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Info,
    Warn,
    Error,
}

struct Event {
    level: Level,
    text: String,
}

fn parse_line(line: &str) -> Option<Event> {
    let (head, tail) = line.split_once(": ")?;
    let level = match head {
        "INFO" => Level::Info,
        "WARN" => Level::Warn,
        "ERROR" => Level::Error,
        _ => return None,
    };
    Some(Event { level, text: tail.to_string() })
}

fn count(events: &[Event], level: Level) -> usize {
    let mut n = 0;
    for e in events {
        if e.level == level {
            n += 1;
    }
    n
}

fn main() {
    let raw = "INFO: boot\nWARN: disk 80%\nnoise\nERROR: disk full\nWARN: retry";
    let events: Vec<Event> = raw.lines().filter_map(parse_line).collect();
    for level in [Level::Info, Level::Warn, Level::Error] {
        println!("{:?}: {}", level, count(&events, level));
    }
    let last = events.last().map(|e| e.text.as_str()).unwrap_or("-");
    println!("last: {}", last);
}
