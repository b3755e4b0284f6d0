struct Subject<'a> {
    observers: Vec<Box<dyn Fn(i32) -> String + 'a>>,
}

impl<'a> Subject<'a> {
    fn attach(&mut self, f: impl Fn(i32) -> String + 'a) {
        self.observers.push(Box::new(f));
    }

    fn notify(&self, value: i32) -> Vec<String> {
        self.observers.iter().map(|o| o(value)).collect()
    }
}

fn main() {
    let factor = 3;
    let mut subject = Subject { observers: Vec::new() };
    for name in ["log", "mail"] {
        let tag = name.to_uppercase();
        subject.attach(|v| format!("{tag} got {v}"));
    }
    subject.attach(|v| format!("times {factor} is {}", v * factor));
    for line in subject.notify(14) {
        println!("{line}");
    }
}
