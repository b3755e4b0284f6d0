use std::collections::BTreeMap;

fn tokenize(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.to_lowercase())
        .collect()
}

fn main() {
    let text = "The quick brown fox. The lazy dog! The end, quick end.";
    let words = tokenize(text);

    let mut letters = 0;
    let mut by_initial: BTreeMap<char, usize> = BTreeMap::new();

    for word in words {
        letters += word.len();
        if let Some(c) = word.chars().next() {
            *by_initial.entry(c).or_insert(0) += 1;
        }
    }

    let average = letters as f64 / words.len() as f64;
    println!("{} words, average length {:.2}", words.len(), average);

    for (initial, count) in &by_initial {
        println!("{} {}", initial, "*".repeat(*count));
    }
}
