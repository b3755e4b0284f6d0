#[derive(Default)]
struct Tree {
    root: Option<Box<Branch>>,
}

struct Branch {
    key: i32,
    left: Option<Box<Branch>>,
    right: Option<Box<Branch>>,
}

impl Tree {
    fn insert(&mut self, key: i32) {
        let mut at = &mut self.root;
        while let Some(branch) = at {
            at = if key < branch.key { &mut branch.left } else { &mut branch.right };
        }
        *at = Some(Box::new(Branch { key, left: None, right: None }));
    }

    fn root_key(&self) -> i32 {
        self.root.as_ref().unwrap().key
    }
}

fn depth(b: &Option<Box<Branch>>) -> usize {
    match b {
        None => 0,
        Some(b) => 1 + depth(&b.left).max(depth(&b.right)),
    }
}

fn main() {
    let mut t = Tree::default();
    for k in [50, 20, 70, 60, 65] {
        t.insert(k);
    }
    println!("root {} depth {}", t.root_key(), depth(&t.root));
}
