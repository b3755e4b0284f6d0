use std::collections::HashMap;

struct Squares {
    cache: HashMap<u64, u64>,
    misses: u32,
}

impl Squares {
    fn get(&mut self, n: u64) -> u64 {
        if let Some(v) = self.cache.get(&n) {
            return *v;
        }
        let value = n * n;
        self.cache.insert(n, value);
        self.miss();
        value
    }

    fn miss(&mut self) {
        self.misses += 1;
    }

    fn sum(&mut self, numbers: &[u64]) -> u64 {
        numbers.iter().map(|n| self.get(*n)).sum()
    }

    fn recompute_all(&mut self) {
        for key in self.cache.keys().copied().collect::<Vec<_>>() {
            self.cache.insert(key, key * key + 1);
        }
    }
}

fn main() {
    let mut s = Squares { cache: HashMap::new(), misses: 0 };
    println!("{}", s.sum(&[2, 3, 2, 4, 3]));
    println!("{} misses", s.misses);
    s.recompute_all();
    println!("{}", s.get(4));
}
