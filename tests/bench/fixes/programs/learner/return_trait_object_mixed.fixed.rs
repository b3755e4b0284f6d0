trait Greeter {
    fn greet(&self, who: &str) -> String;
}

struct Formal;
struct Casual {
    emoji: char,
}

impl Greeter for Formal {
    fn greet(&self, who: &str) -> String {
        format!("Dear {who},")
    }
}

impl Greeter for Casual {
    fn greet(&self, who: &str) -> String {
        format!("hey {who} {}", self.emoji)
    }
}

fn choose(formal: bool) -> Box<dyn Greeter> {
    if formal {
        Box::new(Formal)
    } else {
        Box::new(Casual { emoji: '*' })
    }
}

fn main() {
    println!("{}", choose(true).greet("Dr Lind"));
    println!("{}", choose(false).greet("Sam"));
}
