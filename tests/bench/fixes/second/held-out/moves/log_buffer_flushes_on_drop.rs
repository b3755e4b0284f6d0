struct LogBuffer {
    name: String,
    lines: Vec<String>,
}

impl LogBuffer {
    fn new(name: &str) -> Self {
        LogBuffer { name: name.to_string(), lines: vec![] }
    }

    fn log(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn into_lines(self) -> Vec<String> {
        self.lines
    }
}

impl Drop for LogBuffer {
    fn drop(&mut self) {
        for line in &self.lines {
            println!("[{}] unsaved: {}", self.name, line);
        }
        println!("[{}] closed", self.name);
    }
}

fn main() {
    let mut audit = LogBuffer::new("audit");
    audit.log("login ann");
    audit.log(format!("transfer {}", 250));

    let mut debug = LogBuffer::new("debug");
    debug.log("cache miss");

    let saved = audit.into_lines();
    println!("saved {} lines: {}", saved.len(), saved.join("; "));
}
