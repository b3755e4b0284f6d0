use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

struct LruCache<K, V> {
    capacity: usize,
    map: HashMap<K, V>,
    order: VecDeque<K>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            map: HashMap::new(),
            order: VecDeque::with_capacity(capacity),
        }
    }

    fn touch(&mut self, key: &K) {
        if let Some(pos) = self.order.iter().position(|k| k == key) {
            let k = self.order.remove(pos).unwrap();
            self.order.push_back(k);
        }
    }

    fn get(&mut self, key: &K) -> Option<&V> {
        self.touch(key);
        self.map.get(key)
    }

    fn put(&mut self, key: K, value: V) {
        if self.map.contains_key(&key) {
            self.touch(&key);
        } else {
            if self.map.len() >= self.capacity {
                if let Some(oldest) = self.order.pop_front() {
                    self.map.remove(&oldest);
                }
            }
            self.order.push_back(key.clone());
        }
        self.map.insert(key, value);
    }

    fn keys(&self) -> Vec<K> {
        self.order.iter().cloned().collect()
    }
}

fn main() {
    let mut cache: LruCache<String, u32> = LruCache::new(2);
    cache.put("one".to_string(), 1);
    cache.put("two".to_string(), 2);
    println!("{:?}", cache.get(&"one".to_string()));
    cache.put("three".to_string(), 3);
    println!("{:?}", cache.get(&"two".to_string()));
    println!("{:?}", cache.keys());
}
