use std::cell::RefCell;
use std::rc::{Rc, Weak};

struct Folder {
    name: String,
    parent: RefCell<Weak<Folder>>,
    children: RefCell<Vec<Rc<Folder>>>,
}

fn folder(name: &str) -> Rc<Folder> {
    Rc::new(Folder {
        name: name.to_string(),
        parent: RefCell::new(Weak::new()),
        children: RefCell::new(vec![]),
    })
}

fn attach(parent: &Rc<Folder>, child: Rc<Folder>) {
    *child.parent.borrow_mut() = Rc::clone(parent);
    parent.children.borrow_mut().push(child);
}

fn path(f: &Folder) -> String {
    match f.parent.borrow().upgrade() {
        Some(p) => format!("{}/{}", path(&p), f.name),
        None => f.name.clone(),
    }
}

fn main() {
    let root = folder("root");
    let music = folder("music");
    let jazz = folder("jazz");
    attach(&root, music.clone());
    attach(&music, jazz.clone());
    println!("{}", path(&jazz));
    println!("{}", root.children.borrow().len());
}
