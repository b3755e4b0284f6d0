use std::collections::HashMap;

struct EventBus {
    handlers: HashMap<String, Vec<Box<dyn Fn(&str) -> String>>>,
}

impl EventBus {
    fn new() -> Self {
        EventBus {
            handlers: HashMap::new(),
        }
    }

    fn on<F>(&mut self, event: &str, handler: F)
    where
        F: Fn(&str) -> String,
    {
        self.handlers
            .entry(event.to_string())
            .or_default()
            .push(Box::new(handler));
    }

    fn emit(&self, event: &str, payload: &str) -> Vec<String> {
        match self.handlers.get(event) {
            Some(list) => list.iter().map(|h| h(payload)).collect(),
            None => vec![format!("nobody listens to {}", event)],
        }
    }
}

fn main() {
    let mut bus = EventBus::new();
    let greeting = String::from("Welcome");

    bus.on("join", move |who| format!("{}, {}!", greeting, who));
    bus.on("join", |who| format!("{} has {} letters", who, who.len()));
    bus.on("leave", |who| format!("Bye {}", who));

    for (event, who) in [("join", "Mira"), ("leave", "Tom"), ("kick", "Zed")] {
        for line in bus.emit(event, who) {
            println!("{}: {}", event, line);
        }
    }
}
