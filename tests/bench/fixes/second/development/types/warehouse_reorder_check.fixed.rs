use std::collections::BTreeMap;

struct Warehouse {
    stock: BTreeMap<String, u32>,
    reorder_log: Vec<String>,
}

impl Warehouse {
    fn new() -> Self {
        Warehouse {
            stock: BTreeMap::new(),
            reorder_log: Vec::new(),
        }
    }

    fn receive(&mut self, item: &str, amount: u32) {
        *self.stock.entry(item.to_string()).or_insert(0) += amount;
    }

    fn take(&mut self, item: &str) {
        if let Some(left) = self.stock.get_mut(item) {
            *left = left.saturating_sub(1);
        }
        if self.stock.get(item) == Some(&0) {
            self.reorder_log.push(format!("reorder {}", item));
        }
    }
}

fn main() {
    let mut w = Warehouse::new();
    w.receive("bolt", 2);
    w.receive("gear", 5);
    w.take("bolt");
    w.take("gear");
    w.take("bolt");
    for (item, left) in &w.stock {
        println!("{:>6}: {}", item, left);
    }
    println!("{}", w.reorder_log.join("; "));
}
