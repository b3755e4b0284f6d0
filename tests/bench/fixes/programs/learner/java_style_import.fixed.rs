use std::collections::BTreeMap;

fn letters(text: &str) -> BTreeMap<char, u32> {
    let mut map = BTreeMap::new();
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        *map.entry(c.to_ascii_lowercase()).or_insert(0) += 1;
    }
    map
}

fn main() {
    let counts = letters("Hello World");
    for (c, n) in &counts {
        if *n > 1 {
            println!("{c} {n}");
        }
    }
    println!("{} different", counts.len());
}
