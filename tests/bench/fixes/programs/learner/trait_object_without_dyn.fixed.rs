trait Plugin {
    fn name(&self) -> String;
    fn run(&mut self, input: i32) -> i32;
}

struct Offset {
    by: i32,
}

struct Counter {
    calls: i32,
}

impl Plugin for Offset {
    fn name(&self) -> String {
        format!("offset {}", self.by)
    }
    fn run(&mut self, input: i32) -> i32 {
        input + self.by
    }
}

impl Plugin for Counter {
    fn name(&self) -> String {
        "counter".into()
    }
    fn run(&mut self, input: i32) -> i32 {
        self.calls += 1;
        input * self.calls
    }
}

fn main() {
    let mut plugins: Vec<Box<dyn Plugin>> = vec![Box::new(Offset { by: 3 }), Box::new(Counter { calls: 0 })];
    for round in 1..=2 {
        let mut value = round;
        for p in plugins.iter_mut() {
            value = p.run(value);
            println!("{} -> {value}", p.name());
        }
    }
}
