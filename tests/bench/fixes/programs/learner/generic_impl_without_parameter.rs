#[derive(Debug)]
struct Ring<T> {
    items: Vec<T>,
    start: usize,
    limit: usize,
}

impl Ring<T> {
    fn new(limit: usize) -> Self {
        Ring { items: Vec::new(), start: 0, limit }
    }

    fn push(&mut self, item: T) {
        if self.items.len() < self.limit {
            self.items.push(item);
        } else {
            self.items[self.start] = item;
            self.start = (self.start + 1) % self.limit;
        }
    }

    fn oldest(&self) -> &T {
        &self.items[self.start]
    }
}

fn main() {
    let mut r = Ring::new(3);
    for n in 1..=5 {
        r.push(n * n);
    }
    println!("{:?} oldest {}", r.items, r.oldest());
}
