use std::fmt::Display;

fn pad_right<T: Display>(value: &T, width: usize) -> String {
    let text = value.to_string();
    let missing = width.saturating_sub(text.chars().count());
    format!("{}{}", text, ".".repeat(missing))
}

struct Line<'a> {
    label: &'a str,
    cents: u64,
}

struct Money(u64);

impl Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02} EUR", self.0 / 100, self.0 % 100)
    }
}

fn print_receipt(lines: &[Line]) {
    for line in lines {
        println!("{}{}", pad_right(line.label, 16), Money(line.cents));
    }
    let sum = Money(lines.iter().map(|l| l.cents).sum());
    println!("{}|", pad_right(&sum, 20));
}

fn main() {
    let lines = [
        Line { label: "coffee", cents: 340 },
        Line { label: "croissant", cents: 255 },
        Line { label: "orange juice", cents: 405 },
    ];
    print_receipt(&lines);
}
