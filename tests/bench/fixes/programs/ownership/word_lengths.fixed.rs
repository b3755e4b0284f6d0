fn longest(words: Vec<String>) -> usize {
    let mut best = 0;
    for w in &words {
        if w.len() > best {
            best = w.len();
        }
    }
    println!("looked at {} words", words.len());
    best
}

fn main() {
    let text = "the quick brown fox jumped over a fence";
    let words: Vec<String> = text.split(' ').map(|s| s.to_string()).collect();
    let n = longest(words);
    println!("longest has {n} letters");
    let caps: String = text
        .split(' ')
        .filter_map(|w| w.chars().next())
        .collect();
    println!("{caps}");
}
