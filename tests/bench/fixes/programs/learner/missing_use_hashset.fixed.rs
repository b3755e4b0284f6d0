use std::collections::HashSet;

fn common(a: &[&str], b: &[&str]) -> Vec<String> {
    let left: HashSet<&str> = a.iter().copied().collect();
    let mut both: Vec<String> = b.iter().filter(|w| left.contains(**w)).map(|w| w.to_string()).collect();
    both.sort();
    both
}

fn main() {
    let rust = ["trait", "enum", "match", "impl"];
    let scala = ["match", "object", "trait", "val"];
    let shared = common(&rust, &scala);
    println!("{}", shared.join(" "));
    println!("{}", shared.len() * 100 / rust.len());
    println!("{}", common(&rust, &["none"]).is_empty());
}
