use std::collections::HashSet;

fn dedupe(items: Vec<String>) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut out = Vec::new();
    for item in items {
        if seen.insert(item.clone()) {
            out.push(item);
        }
    }
    out
}

fn main() {
    let raw = "tea,milk,tea,sugar,milk,tea";
    let items: Vec<String> = raw.split(',').map(String::from).collect();
    let before = items.len();
    let unique = dedupe(items);
    println!("{}", unique.join(" "));
    println!("{} dropped", before - unique.len());
}
