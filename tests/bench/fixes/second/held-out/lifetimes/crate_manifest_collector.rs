use std::collections::HashMap;

#[derive(Default)]
struct Manifest<'a> {
    boxes: HashMap<&'a str, u32>,
    order: Vec<&'a str>,
}

fn record<'a>(manifest: &mut Manifest<'a>, line: &str) -> bool {
    let (name, amount) = match line.split_once(':') {
        Some(pair) => pair,
        None => return false,
    };
    let amount: u32 = match amount.trim().parse() {
        Ok(n) => n,
        Err(_) => return false,
    };
    let name = name.trim();
    if !manifest.boxes.contains_key(name) {
        manifest.order.push(name);
    }
    *manifest.boxes.entry(name).or_insert(0) += amount;
    true
}

fn main() {
    let cargo = "apples: 12\ntea: 3\n???\napples: 5\nrope: many\nrope: 2";
    let mut manifest = Manifest::default();
    let mut rejected = 0;
    for line in cargo.lines() {
        if !record(&mut manifest, line) {
            rejected += 1;
        }
    }
    for name in &manifest.order {
        println!("{:<7}{:>4}", name, manifest.boxes[name]);
    }
    println!("rejected {}", rejected);
}
