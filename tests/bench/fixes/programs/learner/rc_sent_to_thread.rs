use std::rc::Rc;
use std::thread;

fn score(word: &str, table: &[u32]) -> u32 {
    word.bytes().map(|b| table[(b - b'a') as usize]).sum()
}

fn main() {
    let table = Rc::new((1..=26).collect::<Vec<u32>>());
    let words = ["cab", "zoo", "rust"];
    let mut handles = Vec::new();
    for word in words {
        let table = Rc::clone(&table);
        handles.push(thread::spawn(move || score(word, &table)));
    }
    for (word, h) in words.iter().zip(handles) {
        println!("{word} {}", h.join().unwrap());
    }
}
