use std::cell::RefCell;
use std::rc::Rc;

struct History {
    commands: RefCell<Vec<String>>,
}

impl History {
    fn record(&self, cmd: &str) {
        self.commands.borrow_mut().push(cmd.to_string());
    }

    fn flush(&self) -> Vec<String> {
        let old = self.commands.take();
        old
    }
}

fn main() {
    let history = Rc::new(History { commands: RefCell::new(Vec::new()) });
    let other = Rc::clone(&history);
    history.record("open");
    other.record("edit");
    let done = history.flush();
    println!("{}", done.join(";"));
    println!("{} left", other.commands.borrow().len());
}
