use std::collections::HashMap;
use std::hash::Hash;

struct Memo<K, V> {
    known: HashMap<K, V>,
    misses: usize,
}

impl<K, V, F> Memo<K, V>
where
    K: Eq + Hash + Copy,
    V: Clone,
    F: Fn(K) -> V,
{
    fn new() -> Self {
        Memo { known: HashMap::new(), misses: 0 }
    }

    fn get_or_compute(&mut self, key: K, compute: F) -> V {
        if let Some(value) = self.known.get(&key) {
            return value.clone();
        }
        self.misses += 1;
        let value = compute(key);
        self.known.insert(key, value.clone());
        value
    }
}

fn fib(n: u32) -> u64 {
    (0..n).fold((0, 1), |(a, b), _| (b, a + b)).0
}

fn main() {
    let mut numbers: Memo<u32, u64> = Memo::new();
    for n in [10, 20, 10, 50, 20] {
        println!("fib({}) = {}", n, numbers.get_or_compute(n, fib));
    }
    println!("computed {} times", numbers.misses);

    let mut words: Memo<&str, String> = Memo::new();
    for w in ["abc", "xyz", "abc"] {
        println!("{}", words.get_or_compute(w, |s| s.chars().rev().collect()));
    }
    println!("computed {} times", words.misses);
}
