#[derive(Debug)]
enum Slot {
    Empty,
    Filled { item: &'static str, count: u32 },
}

fn put(slots: &mut [Slot], name: &'static str) {
    for slot in slots.iter_mut() {
        if let Slot::Filled { item, count } = slot {
            if *item == name {
                *count += 1;
                return;
            }
        }
    }
    for slot in slots.iter_mut() {
        if matches!(slot, Slot::Empty) {
            *slot = Slot::Filled { item: name, count: 1 };
            return;
        }
    }
}

fn main() {
    let mut bag = [Slot::Empty, Slot::Empty];
    for name in ["gem", "rope", "gem", "map"] {
        put(&mut bag, name);
    }
    for s in &bag {
        println!("{s:?}");
    }
}
