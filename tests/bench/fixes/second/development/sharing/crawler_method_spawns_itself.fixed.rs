use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

struct Crawler {
    visited: Arc<Mutex<Vec<String>>>,
    depth: usize,
}

impl Crawler {
    fn new(depth: usize) -> Self {
        Crawler { visited: Arc::new(Mutex::new(Vec::new())), depth }
    }

    fn launch(&self, root: &str) -> JoinHandle<()> {
        let root = root.to_string();
        let visited = Arc::clone(&self.visited);
        let depth = self.depth;
        thread::spawn(move || {
            for level in 0..depth {
                let url = format!("{}/{}", root, level);
                visited.lock().unwrap().push(url);
            }
        })
    }

    fn report(&self) -> Vec<String> {
        let mut urls = self.visited.lock().unwrap().clone();
        urls.sort();
        urls
    }
}

fn main() {
    let crawler = Crawler::new(2);
    let jobs: Vec<JoinHandle<()>> =
        ["a.org", "c.net", "b.com"].iter().map(|site| crawler.launch(site)).collect();
    for job in jobs {
        job.join().unwrap();
    }
    for url in crawler.report() {
        println!("{}", url);
    }
}
