struct Line {
    title: &'static str,
    cents: u64,
    qty: u64,
}

struct Cart {
    lines: Vec<Line>,
    member: bool,
}

impl Cart {
    fn subtotal(&self) -> u64 {
        self.lines.iter().map(|l| l.cents * l.qty).sum()
    }

    fn total(&self) -> u64 {
        let sub = self.subtotal();
        let percent = if self.member { 10 } else { 0 };
        sub - sub * percent / 100
    }
}

fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn main() {
    let mut cart = Cart {
        lines: vec![
            Line { title: "tea", cents: 450, qty: 2 },
            Line { title: "mug", cents: 1299, qty: 1 },
        ],
        member: false,
    };

    for l in &cart.lines {
        println!("{:<5} x{} {}", l.title, l.qty, money(l.cents * l.qty));
    }
    println!("guest pays {}", money(cart.total()));
    cart.member = true;
    println!("member pays {}", money(cart.total()));
}
