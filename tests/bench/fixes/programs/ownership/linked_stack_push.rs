struct Node {
    value: i32,
    next: Option<Box<Node>>,
}

struct Stack {
    head: Option<Box<Node>>,
    size: usize,
}

impl Stack {
    fn push(&mut self, value: i32) {
        let node = Node { value, next: self.head };
        self.head = Some(Box::new(node));
        self.size += 1;
    }

    fn peek(&self) -> Option<i32> {
        self.head.as_ref().map(|n| n.value)
    }
}

fn main() {
    let mut s = Stack { head: None, size: 0 };
    for v in [4, 8, 15] {
        s.push(v);
    }
    println!("{:?} on top of {}", s.peek(), s.size);
    let mut at = &s.head;
    while let Some(node) = at {
        println!("{}", node.value);
        at = &node.next;
    }
}
