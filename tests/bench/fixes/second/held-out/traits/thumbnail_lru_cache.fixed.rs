use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

struct LruCache<K, V> {
    capacity: usize,
    entries: HashMap<K, V>,
    order: VecDeque<K>,
}

impl<K: Clone + Eq + Hash, V> LruCache<K, V> {
    fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            entries: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    fn put(&mut self, key: K, value: V) {
        if self.order.len() == self.capacity {
            if let Some(oldest) = self.order.pop_front() {
                self.entries.remove(&oldest);
            }
        }
        self.order.push_back(key.clone());
        self.entries.insert(key, value);
    }

    fn peek(&self, key: &K) -> Option<&V> {
        self.entries.get(key)
    }
}

fn main() {
    let mut cache = LruCache::new(2);
    cache.put("cat.png", 120);
    cache.put("dog.png", 340);
    cache.put("owl.png", 95);

    for name in ["cat.png", "dog.png", "owl.png"] {
        match cache.peek(&name) {
            Some(size) => println!("{name}: {size} bytes cached"),
            None => println!("{name}: not cached"),
        }
    }
}
