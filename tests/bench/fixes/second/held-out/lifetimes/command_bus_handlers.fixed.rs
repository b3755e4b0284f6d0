use std::collections::BTreeMap;

type Handler = Box<dyn Fn(&[&str]) -> String>;

#[derive(Default)]
struct CommandBus {
    handlers: BTreeMap<String, Handler>,
}

impl CommandBus {
    fn register<F>(&mut self, name: &str, handler: F) -> &mut Self
    where
        F: Fn(&[&str]) -> String + 'static,
    {
        self.handlers.insert(name.to_string(), Box::new(handler));
        self
    }

    fn dispatch(&self, line: &str) -> String {
        let mut parts = line.split_whitespace();
        let Some(name) = parts.next() else {
            return "nothing to do".to_string();
        };
        let args: Vec<&str> = parts.collect();
        match self.handlers.get(name) {
            Some(handler) => handler(&args),
            None => format!("unknown command {}", name),
        }
    }
}

fn main() {
    let mut bus = CommandBus::default();
    bus.register("echo", |args| args.join(" "))
        .register("count", |args| args.len().to_string())
        .register("add", |args| {
            let sum: i32 = args.iter().filter_map(|a| a.parse::<i32>().ok()).sum();
            sum.to_string()
        });

    for line in ["echo hi there", "count a b c", "add 4 x 38", "fly", ""] {
        println!("{:?} -> {}", line, bus.dispatch(line));
    }
}
