#[derive(Debug)]
struct Node<T> {
    value: T,
    next: Option<Box<Node<T>>>,
}

#[derive(Debug)]
struct Stack<T> {
    head: Option<Box<Node<T>>>,
    len: usize,
}

impl<T> Stack<T> {
    fn new() -> Self {
        Stack { head: None, len: 0 }
    }

    fn push(&mut self, value: T) {
        let node = Node { value, next: self.head.take() };
        self.head = Some(Box::new(node));
        self.len += 1;
    }

    fn pop(&mut self) -> Option<T> {
        self.head.take().map(|node| {
            self.head = node.next;
            self.len -= 1;
            node.value
        })
    }

    fn peek(&self) -> Option<&T> {
        self.head.as_ref().map(|node| &node.value)
    }

    fn is_empty(&self) -> bool {
        self.head.is_none()
    }
}

struct Plate {
    color: &'static str,
    diameter: u32,
}

fn main() {
    let mut stack = Stack::new();
    stack.push(Plate { color: "white", diameter: 26 });
    stack.push(Plate { color: "blue", diameter: 21 });
    stack.push(Plate { color: "green", diameter: 18 });

    if let Some(top) = stack.peek() {
        println!("top is {} ({} cm)", top.color, top.diameter);
    }
    println!("{} plates", stack.len);

    let mut total = 0;
    while let Some(plate) = stack.pop() {
        println!("washed {}", plate.color);
        total += plate.diameter;
    }
    println!("total {} cm, empty: {}", total, stack.is_empty());
}
