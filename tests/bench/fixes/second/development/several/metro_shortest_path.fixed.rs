use std::collections::{HashMap, HashSet, VecDeque};

struct Graph {
    edges: HashMap<String, Vec<String>>,
}

impl Graph {
    fn new() -> Self {
        Graph { edges: HashMap::new() }
    }

    fn connect(&mut self, a: &str, b: &str) {
        self.edges.entry(a.to_string()).or_default().push(b.to_string());
        self.edges.entry(b.to_string()).or_default().push(a.to_string());
    }

    fn shortest(&self, from: &str, to: &str) -> Option<Vec<String>> {
        let mut queue = VecDeque::new();
        let mut seen = HashSet::new();
        queue.push_back(vec![from.to_string()]);
        seen.insert(from.to_string());

        while let Some(path) = queue.pop_front() {
            let last = path.last()?;
            if last == to {
                return Some(path);
            }
            for next in &self.edges[last] {
                if seen.insert(next.clone()) {
                    let mut longer = path.clone();
                    longer.push(next.clone());
                    queue.push_back(longer);
                }
            }
        }
        None
    }

    fn busiest(&self) -> Option<(&String, usize)> {
        self.edges
            .iter()
            .map(|(station, list)| (station, list.len()))
            .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))
    }
}

fn main() {
    let mut metro = Graph::new();
    for (a, b) in [
        ("Harbor", "Market"),
        ("Market", "Castle"),
        ("Castle", "Zoo"),
        ("Market", "Museum"),
        ("Museum", "Zoo"),
        ("Zoo", "Airport"),
    ] {
        metro.connect(a, b);
    }

    let routes = [("Harbor", "Airport"), ("Castle", "Museum"), ("Harbor", "Moon")];
    for (from, to) in routes {
        match metro.shortest(from, to) {
            Some(path) => println!("{} ({} stops)", path.join(" > "), path.len() - 1),
            None => println!("no route from {} to {}", from, to),
        }
    }

    if let Some((station, n)) = metro.busiest() {
        println!("busiest: {} with {}", station, n);
    }
}
