#[derive(Debug)]
struct Item {
    name: String,
    quantity: u32,
    price_cents: u64,
}

impl Item {
    fn new(name: &str, quantity: u32, price_cents: u64) -> Self {
        Item {
            name: name.to_string(),
            quantity,
            price_cents,
        }
    }
}

fn stock_value(items: &[Item]) -> u64 {
    let mut total = 0;
    for item in items {
        total += item.quantity as u64 * item.price_cents;
    }
    total
}

fn main() {
    let stock = vec![
        Item::new("bolt", 400, 12),
        Item::new("hinge", 35, 249),
        Item::new("door handle", 8, 1899),
    ];

    let value = stock_value(&stock);
    println!("Stock value: {}.{:02}", value / 100, value % 100);

    println!("{:<14}{:>5}", "item", "qty");
    for item in &stock {
        println!("{:<14}{:>5}", item.name, item.quantity);
    }
}
