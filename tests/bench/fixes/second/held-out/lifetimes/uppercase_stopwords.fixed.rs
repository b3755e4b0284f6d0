use std::collections::BTreeMap;

fn significant(text: &str, stop: &[&str]) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.to_lowercase())
        .filter(|w| !stop.contains(&w.as_str()))
        .collect()
}

fn shout(words: &[String]) -> Vec<String> {
    words
        .iter()
        .map(|w| w.to_uppercase())
        .collect()
}

fn main() {
    let text = "The ship sails at dawn; the crew of the ship sleeps at dawn.";
    let stop = ["the", "at", "of", "a"];

    let words = significant(text, &stop);
    let loud = shout(&words);

    let mut counts = BTreeMap::new();
    for word in &loud {
        *counts.entry(word.to_string()).or_insert(0) += 1;
    }

    println!("{}", loud.join(" "));
    for (word, n) in &counts {
        println!("{:>6} x{}", word, n);
    }
}
