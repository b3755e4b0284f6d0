struct Queue {
    waiting: Vec<u32>,
}

impl Queue {
    fn next(&mut self) -> Option<u32> {
        if self.waiting.is_empty() {
            None
        } else {
            Some(self.waiting.remove(0))
        }
    }
}

fn main() {
    let mut q = Queue { waiting: vec![31, 8, 15] };
    let bonus = q.next() + 5;
    println!("first with bonus {bonus}");
    while let Some(n) = q.next() {
        println!("serving {n}");
    }
    println!("{:?}", q.next());
}
