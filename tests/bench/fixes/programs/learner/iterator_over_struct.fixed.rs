struct Roster {
    names: Vec<String>,
}

impl Roster {
    fn add(mut self, name: &str) -> Self {
        self.names.push(name.to_string());
        self
    }

    fn longest(&self) -> usize {
        self.names.iter().map(String::len).max().unwrap_or(0)
    }
}

fn main() {
    let roster = Roster { names: vec![] }.add("Finn").add("Margarethe").add("Li");
    let width = roster.longest();
    for name in &roster.names {
        println!("|{name:<width$}|");
    }
    println!("{}", "-".repeat(width + 2));
}
