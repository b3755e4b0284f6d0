use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Login,
    Logout,
}

struct Bus {
    listeners: HashMap<Kind, Vec<Box<Fn(&str)>>>,
}

impl Bus {
    fn new() -> Bus {
        Bus { listeners: HashMap::new() }
    }

    fn on(&mut self, kind: Kind, listener: Box<Fn(&str)>) {
        self.listeners.entry(kind).or_default().push(listener);
    }

    fn emit(&self, kind: Kind, user: &str) {
        if let Some(list) = self.listeners.get(&kind) {
            for listener in list {
                listener(user);
            }
        }
    }
}

fn main() {
    let online = Rc::new(RefCell::new(Vec::new()));
    let mut bus = Bus::new();

    let joined = Rc::clone(&online);
    bus.on(Kind::Login, Box::new(move |u| joined.borrow_mut().push(u.to_string())));
    bus.on(Kind::Login, Box::new(|u| println!("welcome {}", u)));
    let left = Rc::clone(&online);
    bus.on(Kind::Logout, Box::new(move |u| left.borrow_mut().retain(|x| x != u)));

    for user in ["eve", "max", "lin"] {
        bus.emit(Kind::Login, user);
    }
    bus.emit(Kind::Logout, "max");
    println!("{:?}", online.borrow());
}
