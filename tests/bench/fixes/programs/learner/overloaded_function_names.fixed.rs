struct Logger {
    lines: Vec<String>,
}

impl Logger {
    fn log(&mut self, text: &str) {
        self.lines.push(text.to_string());
    }

    fn log_number(&mut self, number: i32) {
        self.lines.push(format!("#{number}"));
    }
}

fn main() {
    let mut logger = Logger { lines: Vec::new() };
    logger.log("start");
    for n in [3, 4] {
        if n % 2 == 0 {
            logger.log_number(n);
        }
    }
    logger.log("end");
    println!("{}", logger.lines.join(" "));
}
