#[derive(Debug)]
struct Stats {
    words: usize,
    top: Vec<(String, usize)>,
}

fn frequencies(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split_whitespace() {
        let key: String = word
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
            .to_lowercase();
        if !key.is_empty() {
            *counts.entry(key).or_insert(0) += 1;
        }
    }
    counts
}

fn stats(text: &str, limit: usize) -> Stats {
    let counts = frequencies(text);
    let words = counts.values().sum();
    let mut top: Vec<(String, usize)> = counts.into_iter().collect();
    top.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    top.truncate(limit);
    Stats { words, top }
}

fn main() {
    let s = stats("The cat saw the dog; the dog saw a cat. A bird saw none.", 3);
    println!("{} words", s.words);
    for (word, n) in &s.top {
        println!("{word}: {n}");
    }
}
