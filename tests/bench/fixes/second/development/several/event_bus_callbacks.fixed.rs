use std::collections::HashMap;
use std::cell::RefCell;
use std::rc::Rc;

type Handler = Box<dyn Fn(&str)>;

struct EventBus {
    handlers: HashMap<String, Vec<Handler>>,
}

impl EventBus {
    fn new() -> EventBus {
        EventBus { handlers: HashMap::new() }
    }

    fn on<F>(&mut self, topic: &str, handler: F)
    where
        F: Fn(&str) + 'static,
    {
        self.handlers
            .entry(topic.to_string())
            .or_default()
            .push(Box::new(handler));
    }

    fn emit(&self, topic: &str, payload: &str) -> usize {
        match self.handlers.get(topic) {
            Some(list) => {
                for handler in list {
                    handler(payload);
                }
                list.len()
            }
            None => 0,
        }
    }
}

fn main() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let mut bus = EventBus::new();

    let log = Rc::clone(&seen);
    bus.on("login", move |who| log.borrow_mut().push(format!("login {}", who)));

    let log = Rc::clone(&seen);
    bus.on("logout", move |who| log.borrow_mut().push(format!("logout {}", who)));

    bus.on("login", |who| println!("welcome, {}!", who));

    let mut delivered = 0;
    delivered += bus.emit("login", "mia");
    delivered += bus.emit("login", "ben");
    delivered += bus.emit("logout", "mia");
    delivered += bus.emit("crash", "nobody");

    println!("delivered {}", delivered);
    for line in seen.borrow().iter() {
        println!("{}", line);
    }
}
