struct Tree {
    value: i32,
    left: Option<Box<Tree>>,
    right: Option<Box<Tree>>,
}

impl Tree {
    fn leaf(value: i32) -> Tree {
        Tree { value, left: None, right: None }
    }

    fn insert(&mut self, value: i32) {
        let side = if value < self.value { &mut self.left } else { &mut self.right };
        match side {
            Some(node) => node.insert(value),
            None => *side = Some(Tree::leaf(value)),
        }
    }

    fn in_order(&self, out: &mut Vec<i32>) {
        if let Some(l) = &self.left {
            l.in_order(out);
        }
        out.push(self.value);
        if let Some(r) = &self.right {
            r.in_order(out);
        }
    }
}

fn main() {
    let mut t = Tree::leaf(8);
    for v in [3, 12, 5, 9, 1] {
        t.insert(v);
    }
    let out = Vec::new();
    t.in_order(&mut out);
    println!("{out:?}");
}
