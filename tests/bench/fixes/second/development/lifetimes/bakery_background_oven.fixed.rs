use std::sync::{Arc, Mutex};
use std::thread;

struct Bakery {
    name: String,
    baked: Arc<Mutex<Vec<String>>>,
}

impl Bakery {
    fn new(name: &str) -> Self {
        Self { name: name.into(), baked: Arc::new(Mutex::new(Vec::new())) }
    }

    fn bake(&self, kind: &'static str, count: usize) -> thread::JoinHandle<usize> {
        let baked = Arc::clone(&self.baked);
        thread::spawn(move || {
            let mut shelf = baked.lock().unwrap();
            for n in 1..=count {
                shelf.push(format!("{} {}", kind, n));
            }
            count
        })
    }

    fn shelf(&self) -> Vec<String> {
        let mut all = self.baked.lock().unwrap().clone();
        all.sort();
        all
    }
}

fn main() {
    let bakery = Bakery::new("Crumbs");
    let ovens = vec![bakery.bake("rye", 2), bakery.bake("bagel", 3)];

    let mut made = 0;
    for oven in ovens {
        made += oven.join().expect("oven broke");
    }

    println!("{} baked {} pieces", bakery.name, made);
    for piece in bakery.shelf() {
        println!("- {}", piece);
    }
}
