use std::collections::HashMap;

fn anagrams(words: &[&str]) -> usize {
    let mut groups: HashMap<Vec<char>, usize> = HashMap::new();
    for w in words {
        let mut key: Vec<char> = w.chars().collect();
        key.sort();
        let n = groups.entry(key).or_insert(0);
        n += 1;
    }
    groups.values().filter(|n| **n > 1).count()
}

fn main() {
    let words = ["listen", "silent", "tea", "eat", "ate", "dog"];
    println!("{} groups", anagrams(&words));
    println!("{}", anagrams(&["abc", "xyz"]));
    println!("{}", words.len());
}
