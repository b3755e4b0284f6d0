use std::collections::HashMap;

struct TemplateCache {
    compiled: HashMap<String, Vec<String>>,
    misses: u32,
}

fn compile(source: &str) -> Vec<String> {
    source
        .split("{}")
        .map(|piece| piece.trim().to_string())
        .collect()
}

impl TemplateCache {
    fn new() -> Self {
        Self { compiled: HashMap::new(), misses: 0 }
    }

    fn lookup(&mut self, source: &str) -> &Vec<String> {
        if !self.compiled.contains_key(source) {
            self.misses += 1;
            self.compiled.insert(source.to_string(), compile(source));
        }
        &self.compiled[source]
    }
}

fn main() {
    let mut cache = TemplateCache::new();
    let sources = ["Dear {} , hello", "Bye {}", "Dear {} , hello"];
    for source in sources {
        let parts = cache.lookup(source);
        println!("{} parts, first = {:?}", parts.len(), parts[0]);
    }
    println!("misses: {}", cache.misses);
}
