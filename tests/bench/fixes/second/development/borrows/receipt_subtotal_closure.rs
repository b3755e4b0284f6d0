struct Line {
    label: &'static str,
    cents: u32,
}

fn format_money(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn main() {
    let food = [
        Line { label: "bread", cents: 310 },
        Line { label: "cheese", cents: 745 },
    ];
    let household = [
        Line { label: "soap", cents: 199 },
        Line { label: "candles", cents: 550 },
    ];

    let mut total = 0;
    let mut ring_up = |line: &Line| {
        println!("{:<10}{:>8}", line.label, format_money(line.cents));
        total += line.cents;
    };

    for line in &food {
        ring_up(line);
    }
    println!("{:<10}{:>7}c", "subtotal", total);

    for line in &household {
        ring_up(line);
    }
    println!("{:<10}{:>7}c", "total", total);
}
