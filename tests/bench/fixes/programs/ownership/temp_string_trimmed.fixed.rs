use std::collections::BTreeSet;

fn normalise(s: &str) -> String {
    s.trim().to_lowercase()
}

fn main() {
    let input = "  Banana Apple  cherry APPLE ";
    let words = normalise(input);
    let words = words.split_whitespace().collect::<BTreeSet<_>>();
    println!("{} distinct", words.len());
    for w in &words {
        println!("- {w}");
    }
    let initials: String = words.iter().map(|w| &w[..1]).collect();
    println!("{initials}");
}
