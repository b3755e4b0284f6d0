use std::cell::RefCell;
use std::rc::Rc;

struct Folder {
    name: String,
    size: u64,
    children: RefCell<Vec<Rc<Folder>>>,
    parent: RefCell<Weak<Folder>>,
}

impl Folder {
    fn new(name: &str, size: u64) -> Rc<Folder> {
        Folder {
            name: name.to_string(),
            size,
            children: RefCell::new(Vec::new()),
            parent: RefCell::new(Weak::new()),
        }
    }

    fn add(parent: &Rc<Folder>, child: Rc<Folder>) {
        *child.parent.borrow_mut() = Rc::downgrade(parent);
        parent.children.borrow().push(child);
    }

    fn total(&self) -> u64 {
        let below: u64 = self.children.borrow().iter().map(|c| c.total()).sum();
        self.size + below
    }

    fn path(&self) -> String {
        match self.parent.borrow().upgrade() {
            Some(parent) => format!("{}/{}", parent.path(), self.name),
            None => self.name.clone(),
        }
    }

    fn print(&self, depth: usize) {
        println!("{}{} {}", "  ".repeat(depth), self.name, self.total());
        for child in self.children.borrow().iter() {
            child.print(depth + 1);
        }
    }
}

fn main() {
    let root = Folder::new("home", 1);
    let music = Folder::new("music", 10);
    let photos = Folder::new("photos", 20);
    let holiday = Folder::new("holiday", 300);

    Folder::add(&photos, holiday);
    Folder::add(&root, music);
    Folder::add(&root, photos);

    root.print(0);
    println!("{}", holiday.path());
    println!("owners of {}: {}", holiday.name, Rc::strong_count(&holiday));
}
