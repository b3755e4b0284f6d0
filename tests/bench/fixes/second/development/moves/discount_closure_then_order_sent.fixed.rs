struct Line {
    sku: String,
    cents: u32,
}

struct Order {
    customer: String,
    lines: Vec<Line>,
}

fn submit(order: Order) -> usize {
    println!("order for {} submitted", order.customer);
    for line in &order.lines {
        println!("  {} {}", line.sku, line.cents);
    }
    order.lines.len()
}

fn line(sku: &str, cents: u32) -> Line {
    Line { sku: sku.to_string(), cents }
}

fn main() {
    let order = Order {
        customer: "Greta".to_string(),
        lines: vec![line("MUG", 900), line("PEN", 250), line("PAD", 600)],
    };

    let total_with = |percent: u32| -> u32 {
        let gross: u32 = order.lines.iter().map(|l| l.cents).sum();
        gross - gross * percent / 100
    };

    println!("full price {}", total_with(0));
    println!("member price {}", total_with(10));
    let count = submit(order);
    println!("{} lines", count);
}
