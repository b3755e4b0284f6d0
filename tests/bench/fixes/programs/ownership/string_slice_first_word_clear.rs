struct Command {
    buffer: String,
}

impl Command {
    fn verb(&self) -> &str {
        self.buffer.split(' ').next().unwrap_or("")
    }

    fn reset(&mut self) {
        self.buffer.clear();
    }
}

fn main() {
    let mut cmd = Command { buffer: String::from("open the door") };
    let verb = cmd.verb();
    cmd.reset();
    println!("you {verb}");
    cmd.buffer.push_str("look");
    println!("you {}", cmd.verb());
    println!("{} bytes", cmd.buffer.len());
}
