#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Info,
    Warn,
    Error,
}

struct Event {
    tick: u64,
    level: Level,
    text: String,
}

#[derive(Default)]
struct EventLog {
    events: Vec<Event>,
    tick: u64,
}

impl EventLog {
    fn record(&mut self, level: Level, text: &str) {
        self.tick += 1;
        self.events.push(Event { tick: self.tick, level, text: text.to_string() });
    }

    fn info(&mut self, text: &str) {
        self.record(Level::Info, text);
    }

    fn warn(&mut self, text: &str) {
        self.record(Level::Warn, text);
    }

    fn error(&mut self, text: &str) {
        self.record(Level::Error, text);
    }
}

fn main() {
    let mut log = EventLog::default();
    log.info("started");
    log.warn("disk at 91%");
    log.error("disk full");
    log.info("stopped");
    for e in &log.events {
        println!("{:>2} {:?}: {}", e.tick, e.level, e.text);
    }
    let infos = log.events.iter().filter(|e| e.level == Level::Info).count();
    println!("{} infos", infos);
}
