#[derive(Debug)]
struct Stack {
    items: Vec<i32>,
    limit: usize,
}

impl Stack {
    fn with_limit(limit: usize) -> Self {
        Stack { items: Vec::new(), limit }
    }

    fn push(&mut self, n: i32) -> bool {
        if self.items.len() == self.limit {
            return false;
        }
        self.items.push(n);
        true
    }
}

fn main() {
    let mut s = Stack.with_limit(2);
    let accepted: Vec<bool> = [5, 6, 7].iter().map(|n| s.push(*n)).collect();
    println!("{accepted:?}");
    println!("{:?}", s.items);
}
