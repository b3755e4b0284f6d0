#[derive(Debug)]
struct Node {
    name: String,
    phone: u32,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

impl Node {
    fn leaf(name: &str, phone: u32) -> Node {
        Node { name: name.to_string(), phone, left: None, right: None }
    }

    fn insert(&mut self, name: &str, phone: u32) {
        if name == self.name {
            self.phone = phone;
            return;
        }
        let side = if name < self.name.as_str() { &mut self.left } else { &mut self.right };
        match *side {
            Some(mut child) => child.insert(name, phone),
            None => *side = Some(Box::new(Node::leaf(name, phone))),
        }
    }

    fn print(&self, depth: usize) {
        if let Some(l) = &self.left {
            l.print(depth + 1);
        }
        println!("{}{} {}", "  ".repeat(depth), self.name, self.phone);
        if let Some(r) = &self.right {
            r.print(depth + 1);
        }
    }
}

fn main() {
    let mut book = Node::leaf("kim", 5550);
    for (name, phone) in [("ada", 5551), ("zed", 5552), ("bob", 5553), ("ada", 9999)] {
        book.insert(name, phone);
    }
    book.print(0);
}
