struct Plugin {
    name: String,
    weight: u32,
}

struct Registry<'a> {
    plugins: Vec<&'a Plugin>,
}

impl<'a> Registry<'a> {
    fn register(&mut self, p: &'a Plugin) {
        self.plugins.push(p);
    }

    fn total(&self) -> u32 {
        self.plugins.iter().map(|p| p.weight).sum()
    }
}

fn main() {
    let mut registry = Registry { plugins: Vec::new() };
    let spell = Plugin { name: "spell".into(), weight: 3 };
    registry.register(&spell);
    {
        let fold = Plugin { name: "fold".into(), weight: 4 };
        registry.register(&fold);
    }
    for p in &registry.plugins {
        println!("{}", p.name);
    }
    println!("weight {}", registry.total());
}
