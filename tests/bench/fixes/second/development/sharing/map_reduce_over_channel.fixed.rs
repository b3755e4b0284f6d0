use std::collections::BTreeMap;
use std::sync::mpsc;
use std::thread;

const DOCS: [&str; 3] = ["red green red", "blue green", "red blue blue blue"];

fn merge(totals: &mut BTreeMap<String, u32>, word: String, count: u32) {
    *totals.entry(word).or_insert(0) += count;
}

fn main() {
    let (tx, rx) = mpsc::channel::<(String, u32)>();

    for doc in DOCS {
        let tx = tx.clone();
        thread::spawn(move || {
            let mut local: BTreeMap<&str, u32> = BTreeMap::new();
            for word in doc.split(' ') {
                *local.entry(word).or_default() += 1;
            }
            for (word, count) in local {
                tx.send((word.to_string(), count)).unwrap();
            }
        });
    }
    drop(tx);

    let mut totals = BTreeMap::new();
    for (word, count) in rx {
        merge(&mut totals, word, count);
    }

    for (word, count) in &totals {
        println!("{:>6}: {}", word, "*".repeat(*count as usize));
    }
}
