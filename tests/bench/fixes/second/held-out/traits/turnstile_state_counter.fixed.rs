trait State {
    fn name(&self) -> &'static str;
    fn handle(&mut self, input: &str) -> Option<Box<dyn State>>;
}

struct Locked {
    rejected: u32,
}

struct Unlocked;

impl State for Locked {
    fn name(&self) -> &'static str {
        "locked"
    }

    fn handle(&mut self, input: &str) -> Option<Box<dyn State>> {
        if input == "coin" {
            return Some(Box::new(Unlocked));
        }
        self.rejected += 1;
        println!("  rejected {} time(s)", self.rejected);
        None
    }
}

impl State for Unlocked {
    fn name(&self) -> &'static str {
        "unlocked"
    }

    fn handle(&mut self, input: &str) -> Option<Box<dyn State>> {
        match input {
            "push" => Some(Box::new(Locked { rejected: 0 })),
            _ => None,
        }
    }
}

fn main() {
    let mut state: Box<dyn State> = Box::new(Locked { rejected: 0 });
    for input in ["push", "push", "coin", "coin", "push", "push"] {
        println!("{} while {}", input, state.name());
        if let Some(next) = state.handle(input) {
            state = next;
        }
    }
    println!("finally {}", state.name());
}
