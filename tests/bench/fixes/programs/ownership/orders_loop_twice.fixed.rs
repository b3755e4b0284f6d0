#[derive(Debug)]
struct Order {
    customer: String,
    lines: Vec<(String, u32)>,
}

fn main() {
    let orders = vec![
        Order { customer: "Nia".into(), lines: vec![("pen".into(), 3), ("ink".into(), 1)] },
        Order { customer: "Otto".into(), lines: vec![("paper".into(), 10)] },
    ];

    let mut pieces = 0;
    for order in &orders {
        for (_, n) in &order.lines {
            pieces += n;
        }
    }
    println!("{pieces} pieces");

    for order in orders {
        let names: Vec<String> = order.lines.into_iter().map(|(name, _)| name).collect();
        println!("{}: {}", order.customer, names.join(", "));
    }
}
