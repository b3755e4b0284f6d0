#[derive(Debug)]
struct Item {
    name: String,
    quantity: u32,
}

struct Inventory {
    items: Vec<Item>,
    log: Vec<String>,
}

impl Inventory {
    fn new() -> Self {
        Inventory { items: Vec::new(), log: Vec::new() }
    }

    fn add(&mut self, item: Item) {
        self.log.push(format!("added {} x{}", item.name, item.quantity));
        self.items.push(item);
    }
}

fn main() {
    let mut inv = Inventory::new();
    inv.add(Item { name: "bolt".to_string(), quantity: 40 });
    inv.add(Item { name: "nut".to_string(), quantity: 25 });
    let total: u32 = inv.items.iter().map(|i| i.quantity).sum();
    println!("{total} pieces");
    for line in &inv.log {
        println!("{line}");
    }
}
