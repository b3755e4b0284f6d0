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

fn choose(formal: bool) -> impl Greeter {
    if formal {
        Formal
    } else {
        Casual { emoji: '*' }
    }
}

fn main() {
    println!("{}", choose(true).greet("Dr Lind"));
    println!("{}", choose(false).greet("Sam"));
}
