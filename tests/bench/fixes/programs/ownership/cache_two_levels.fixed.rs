use std::collections::HashMap;

struct Cache {
    fast: HashMap<String, String>,
    slow: HashMap<String, String>,
}

impl Cache {
    fn put(&mut self, key: String, value: String) {
        if key.len() < 4 {
            self.fast.insert(key.clone(), value.clone());
        }
        self.slow.insert(key, value);
    }

    fn get(&self, key: &str) -> Option<&String> {
        self.fast.get(key).or_else(|| self.slow.get(key))
    }
}

fn main() {
    let mut cache = Cache { fast: HashMap::new(), slow: HashMap::new() };
    cache.put("id".to_string(), "42".to_string());
    cache.put("username".to_string(), "lena".to_string());
    for key in ["id", "username", "password"] {
        match cache.get(key) {
            Some(v) => println!("{key} = {v}"),
            None => println!("{key} missing"),
        }
    }
    println!("{} {}", cache.fast.len(), cache.slow.len());
}
