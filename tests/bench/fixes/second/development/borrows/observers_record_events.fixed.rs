trait Observer {
    fn notify(&mut self, event: &str);
    fn summary(&self) -> String;
}

struct Journal {
    lines: Vec<String>,
}

struct Echo;

impl Observer for Journal {
    fn notify(&mut self, event: &str) {
        self.lines.push(event.to_string());
    }

    fn summary(&self) -> String {
        format!("journal: {}", self.lines.join(", "))
    }
}

impl Observer for Echo {
    fn notify(&mut self, event: &str) {
        println!("echo {}", event);
    }

    fn summary(&self) -> String {
        String::from("echo: nothing kept")
    }
}

fn main() {
    let mut observers: Vec<Box<dyn Observer>> = vec![
        Box::new(Journal { lines: Vec::new() }),
        Box::new(Echo),
    ];

    for event in ["start", "save", "stop"] {
        for observer in observers.iter_mut() {
            observer.notify(event);
        }
    }

    for observer in &observers {
        println!("{}", observer.summary());
    }
}
