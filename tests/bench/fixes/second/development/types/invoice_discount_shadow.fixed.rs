struct Line {
    name: &'static str,
    cents: u64,
    quantity: u64,
}

fn discount(subtotal: u64) -> u64 {
    match subtotal {
        0..=999 => 0,
        1000..=4999 => subtotal / 20,
        _ => subtotal / 10,
    }
}

fn subtotal(lines: &[Line]) -> u64 {
    lines.iter().map(|l| l.cents * l.quantity).sum()
}

fn print_invoice(lines: &[Line]) {
    for l in lines {
        println!("{:<8} {:>2} x {:>5}", l.name, l.quantity, l.cents);
    }
    let subtotal = subtotal(lines);
    let discount = discount(subtotal);
    println!("subtotal {}", subtotal);
    println!("discount {}", discount);
    println!("to pay   {}", subtotal - discount);
}

fn main() {
    print_invoice(&[
        Line { name: "paper", cents: 450, quantity: 4 },
        Line { name: "ink", cents: 2900, quantity: 2 },
    ]);
    print_invoice(&[Line { name: "pen", cents: 120, quantity: 3 }]);
}
