use std::sync::{Arc, Mutex};
use std::thread;

struct Till {
    coins: u32,
}

fn main() {
    let till = Arc::new(Mutex::new(Till { coins: 0 }));
    let mut clerks = vec![];
    for shift in 1..=3 {
        let till = Arc::clone(&till);
        clerks.push(thread::spawn(move || {
            for _ in 0..shift {
                let mut t = till.lock().unwrap();
                t.coins += 5;
            }
        }));
    }
    for c in clerks {
        c.join().unwrap();
    }
    println!("{} coins", till.lock().unwrap().coins);
}
