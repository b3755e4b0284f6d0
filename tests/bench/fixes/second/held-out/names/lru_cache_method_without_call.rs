use std::collections::VecDeque;

struct Lru<V> {
    capacity: usize,
    entries: VecDeque<(String, V)>,
}

impl<V: Clone> Lru<V> {
    fn with_capacity(capacity: usize) -> Self {
        Lru { capacity, entries: VecDeque::new() }
    }

    fn is_full(&self) -> bool {
        self.entries.len() == self.capacity
    }

    fn put(&mut self, key: &str, value: V) {
        self.entries.retain(|(k, _)| k != key);
        if self.is_full {
            self.entries.pop_front();
        }
        self.entries.push_back((key.to_string(), value));
    }

    fn get(&mut self, key: &str) -> Option<V> {
        let i = self.entries.iter().position(|(k, _)| k == key)?;
        let entry = self.entries.remove(i)?;
        let value = entry.1.clone();
        self.entries.push_back(entry);
        Some(value)
    }
}

fn main() {
    let mut cache = Lru::with_capacity(2);
    cache.put("a", 1);
    cache.put("b", 2);
    println!("a = {:?}", cache.get("a"));
    cache.put("c", 3);
    println!("b = {:?}", cache.get("b"));
    let keys: Vec<&str> = cache.entries.iter().map(|(k, _)| k.as_str()).collect();
    println!("{:?}", keys);
}
