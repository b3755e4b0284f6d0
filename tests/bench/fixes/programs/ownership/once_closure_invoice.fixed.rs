struct Invoice {
    number: u32,
    lines: Vec<(String, f64)>,
}

fn main() {
    let invoice = Invoice {
        number: 71,
        lines: vec![("hosting".into(), 20.0), ("domain".into(), 9.5)],
    };
    let total = || {
        let lines = &invoice.lines;
        lines.iter().map(|l| l.1).sum::<f64>()
    };
    let net = total();
    let gross = total() * 1.2;
    println!("invoice {}", invoice.number);
    println!("net {net:.2} gross {gross:.2}");
    for (what, price) in &invoice.lines {
        println!("{what:>10} {price:.2}");
    }
}
