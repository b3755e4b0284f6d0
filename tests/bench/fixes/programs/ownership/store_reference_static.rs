struct Menu {
    entries: Vec<(&'static str, u32)>,
}

impl Menu {
    fn add(&mut self, name: &str, price: u32) {
        self.entries.push((name, price));
    }

    fn cheapest(&self) -> Option<&(&'static str, u32)> {
        self.entries.iter().min_by_key(|e| e.1)
    }
}

fn main() {
    let mut menu = Menu { entries: Vec::new() };
    for n in 1..4 {
        let name = format!("pizza no. {n}");
        menu.add(&name, 1000 - n * 50);
    }
    menu.add("soup", 600);
    if let Some((name, price)) = menu.cheapest() {
        println!("{name} for {price}");
    }
    println!("{} dishes", menu.entries.len());
}
