#[derive(Debug)]
struct Entry {
    text: String,
    amount: i32,
}

struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    fn post(&mut self, text: &str, amount: i32) {
        let last = self.entries.last_mut();
        match last {
            Some(e) if e.text == text => e.amount += amount,
            _ => self.entries.push(Entry { text: text.to_string(), amount }),
        }
    }

    fn biggest(&mut self) -> &mut Entry {
        let mut at = 0;
        for i in 1..self.entries.len() {
            if self.entries[i].amount > self.entries[at].amount {
                at = i;
            }
        }
        &mut self.entries[at]
    }
}

fn main() {
    let mut l = Ledger { entries: vec![] };
    l.post("rent", 500);
    l.post("food", 40);
    l.post("food", 560);
    l.biggest().text.push_str(" (!)");
    for e in &l.entries {
        println!("{} {}", e.text, e.amount);
    }
}
