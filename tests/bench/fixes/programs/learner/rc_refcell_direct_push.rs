use std::cell::RefCell;
use std::rc::Rc;

struct Room {
    name: &'static str,
    messages: Rc<RefCell<Vec<String>>>,
}

impl Room {
    fn say(&self, text: &str) {
        self.messages.push(format!("{}: {text}", self.name));
    }
}

fn main() {
    let shared = Rc::new(RefCell::new(Vec::new()));
    let hall = Room { name: "hall", messages: Rc::clone(&shared) };
    let attic = Room { name: "attic", messages: shared.clone() };
    hall.say("is anyone there?");
    attic.say("only me");
    for m in shared.borrow().iter() {
        println!("{m}");
    }
    println!("{}", Rc::strong_count(&shared));
}
