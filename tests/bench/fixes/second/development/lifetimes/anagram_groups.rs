use std::collections::BTreeMap;

fn sorted_letters(word: &str) -> String {
    let mut letters: Vec<char> = word.to_lowercase().chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

fn main() {
    let words = ["listen", "google", "Silent", "cat", "enlist", "act", "rust"];

    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for word in words {
        let key = sorted_letters(word);
        groups.entry(&key).or_default().push(word);
    }

    for (key, members) in &groups {
        if members.len() > 1 {
            println!("{}: {}", key, members.join(", "));
        }
    }

    let loners = groups.values().filter(|m| m.len() == 1).count();
    println!("{} words stand alone", loners);
}
