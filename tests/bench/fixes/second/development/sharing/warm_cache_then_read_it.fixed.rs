use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::thread;

type Cache = Arc<RwLock<HashMap<u64, u64>>>;

fn fib(n: u64, cache: &Cache) -> u64 {
    if n < 2 {
        return n;
    }
    if let Some(v) = cache.read().unwrap().get(&n) {
        return *v;
    }
    let value = fib(n - 1, cache) + fib(n - 2, cache);
    cache.write().unwrap().insert(n, value);
    value
}

fn main() {
    let cache: Cache = Arc::new(RwLock::new(HashMap::new()));

    let warm_cache = Arc::clone(&cache);
    let warmer = thread::spawn(move || {
        for n in (0..=40).step_by(10) {
            fib(n, &warm_cache);
        }
    });
    warmer.join().unwrap();

    let known = cache.read().unwrap().len();
    println!("cached {} values", known);
    println!("fib(40) = {}", fib(40, &cache));
    println!("fib(45) = {}", fib(45, &cache));
}
