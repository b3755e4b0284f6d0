use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::thread;

#[derive(Default)]
struct Ledger {
    balances: BTreeMap<u32, i64>,
    entries: usize,
}

impl Ledger {
    fn deposit(&mut self, account: u32, cents: i64) {
        *self.balances.entry(account).or_insert(0) += cents;
        self.entries += 1;
    }
}

fn main() {
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let mut tellers = vec![];

    for teller in 1..=3u32 {
        let ledger = Arc::clone(&ledger);
        tellers.push(thread::spawn(move || {
            for account in 100..103 {
                ledger.lock().unwrap().deposit(account, (teller * 50) as i64);
            }
        }));
    }

    for t in tellers {
        t.join().expect("teller panicked");
    }

    let book = ledger.lock().unwrap();
    for (account, cents) in &book.balances {
        println!("{} -> {}.{:02}", account, cents / 100, cents % 100);
    }
    println!("{} entries", book.entries);
}
