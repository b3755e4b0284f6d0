use std::fmt;

struct Node<T> {
    value: T,
    children: Vec<Node<T>>,
}

impl<T> Node<T> {
    fn leaf(value: T) -> Self {
        Node { value, children: Vec::new() }
    }

    fn with(mut self, child: Node<T>) -> Self {
        self.children.push(child);
        self
    }

    fn depth(&self) -> usize {
        1 + self.children.iter().map(|c| c.depth()).max().unwrap_or(0)
    }
}

impl<T> Node<T> {
    fn render(&self, indent: usize, out: &mut String) {
        out.push_str(&format!("{}- {}\n", "  ".repeat(indent), self.value));
        for child in &self.children {
            child.render(indent + 1, out);
        }
    }
}

struct Dept {
    code: u16,
    name: &'static str,
}

impl fmt::Display for Dept {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "[{:03}] {}", self.code, self.name)
    }
}

fn main() {
    let company = Node::leaf(Dept { code: 1, name: "Board" })
        .with(
            Node::leaf(Dept { code: 10, name: "Engineering" })
                .with(Node::leaf(Dept { code: 11, name: "Firmware" })),
        )
        .with(Node::leaf(Dept { code: 20, name: "Sales" }));

    let mut text = String::new();
    company.render(0, &mut text);
    print!("{}", text);
    println!("depth {}", company.depth());
}
