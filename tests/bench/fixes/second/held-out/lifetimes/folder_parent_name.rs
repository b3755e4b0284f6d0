use std::cell::RefCell;
use std::rc::{Rc, Weak};

struct Folder {
    name: String,
    parent: RefCell<Weak<Folder>>,
    children: RefCell<Vec<Rc<Folder>>>,
}

impl Folder {
    fn new(name: &str) -> Rc<Folder> {
        Rc::new(Folder {
            name: name.to_string(),
            parent: RefCell::new(Weak::new()),
            children: RefCell::new(Vec::new()),
        })
    }

    fn add_child(self: &Rc<Self>, child: Rc<Folder>) {
        *child.parent.borrow_mut() = Rc::downgrade(self);
        self.children.borrow_mut().push(child);
    }

    fn parent_name(&self) -> Option<&str> {
        let parent = self.parent.borrow().upgrade();
        parent.map(|p| p.name.as_str())
    }
}

fn print_tree(folder: &Rc<Folder>, depth: usize) {
    let indent = "  ".repeat(depth);
    match folder.parent_name() {
        Some(parent) => println!("{}{} (in {})", indent, folder.name, parent),
        None => println!("{}{}", indent, folder.name),
    }
    for child in folder.children.borrow().iter() {
        print_tree(child, depth + 1);
    }
}

fn main() {
    let root = Folder::new("root");
    let home = Folder::new("home");
    let music = Folder::new("music");
    home.add_child(music);
    root.add_child(home);
    root.add_child(Folder::new("tmp"));
    print_tree(&root, 0);
}
