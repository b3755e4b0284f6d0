use std::collections::BTreeMap;
use std::thread;

fn main() {
    let mut ages = BTreeMap::new();
    ages.insert("Ida".to_string(), 31u32);
    ages.insert("Max".to_string(), 54);
    ages.insert("Zoe".to_string(), 12);
    let youngest = ages.iter().min_by_key(|(_, a)| **a).map(|(n, _)| n);
    let handle = thread::spawn(move || {
        let sum: u32 = ages.values().sum();
        sum / ages.len() as u32
    });
    println!("mean {}", handle.join().unwrap());
    match youngest {
        Some(name) => println!("youngest {name}"),
        None => println!("nobody"),
    }
}
