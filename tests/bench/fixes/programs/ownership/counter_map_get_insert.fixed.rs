use std::collections::HashMap;

fn tally(words: &[&str]) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for w in words {
        let old = counts.get(*w);
        match old {
            Some(n) => {
                let next = n + 1;
                counts.insert(w.to_string(), next);
            }
            None => {
                counts.insert(w.to_string(), 1);
            }
        }
    }
    counts
}

fn main() {
    let counts = tally(&["red", "blue", "red", "green", "red", "blue"]);
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    for (word, n) in rows {
        println!("{word}: {n}");
    }
}
