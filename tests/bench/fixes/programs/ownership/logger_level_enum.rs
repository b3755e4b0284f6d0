#[derive(Debug, PartialEq, PartialOrd)]
enum Level {
    Debug,
    Info,
    Error,
}

struct Logger {
    threshold: Level,
    lines: Vec<String>,
}

impl Logger {
    fn log(&mut self, level: Level, text: &str) {
        if level >= self.threshold {
            self.lines.push(format!("[{level:?}] {text}"));
        }
    }
}

fn main() {
    let mut logger = Logger { threshold: Level::Info, lines: vec![] };
    let usual = Level::Info;
    logger.log(usual, "started");
    logger.log(Level::Debug, "loop 1");
    logger.log(usual, "listening");
    logger.log(Level::Error, "out of sockets");
    println!("{}", logger.lines.join("\n"));
}
