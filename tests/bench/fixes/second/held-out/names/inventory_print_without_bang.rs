use std::collections::BTreeMap;

struct Inventory {
    stock: BTreeMap<String, u32>,
}

impl Inventory {
    fn new() -> Self {
        Inventory { stock: BTreeMap::new() }
    }

    fn receive(&mut self, item: &str, n: u32) {
        *self.stock.entry(item.to_string()).or_insert(0) += n;
    }

    fn ship(&mut self, item: &str, n: u32) {
        match self.stock.get_mut(item) {
            Some(have) if *have >= n => {
                *have -= n;
                println("shipped {} x {}", n, item);
            }
            Some(have) => println("only {} x {} left", have, item),
            None => println("no {} here", item),
        }
    }
}

fn main() {
    let mut inv = Inventory::new();
    inv.receive("bolt", 40);
    inv.receive("nut", 15);
    inv.receive("bolt", 5);
    inv.ship("bolt", 30);
    inv.ship("nut", 16);
    inv.ship("washer", 1);
    let left: Vec<String> = inv.stock.iter().map(|(k, v)| format!("{k}={v}")).collect();
    println!("{}", left.join(" "));
}
