struct Order {
    amount: f64,
    items: u32,
}

fn apply(order: &Order, discount: f64) -> f64 {
    order.amount * (1.0 - discount)
}

fn main() {
    let bulk_limit = 10;
    let season = 0.05;

    let rules = vec![
        |o: &Order| if o.items >= bulk_limit { 0.10 } else { 0.0 },
        |o: &Order| if o.amount > 500.0 { 0.20 } else { 0.0 },
        |_: &Order| season,
    ];

    let orders = [
        Order { amount: 80.0, items: 2 },
        Order { amount: 200.0, items: 12 },
        Order { amount: 640.0, items: 3 },
    ];

    for order in &orders {
        let mut best = 0.0;
        for rule in &rules {
            let d = rule(order);
            if d > best {
                best = d;
            }
        }
        println!("{:.2} -> {:.2}", order.amount, apply(order, best));
    }
}
