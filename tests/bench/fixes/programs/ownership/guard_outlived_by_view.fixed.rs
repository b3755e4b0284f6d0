use std::cell::RefCell;

struct Notes {
    lines: RefCell<Vec<String>>,
}

impl Notes {
    fn add(&self, text: &str) {
        self.lines.borrow_mut().push(text.to_string());
    }

    fn longest(&self) -> String {
        let lines = self.lines.borrow();
        let mut best = "";
        for l in lines.iter() {
            if l.len() > best.len() {
                best = l;
            }
        }
        best.to_string()
    }
}

fn main() {
    let notes = Notes { lines: RefCell::new(vec![]) };
    println!("[{}]", notes.longest());
    notes.add("milk");
    notes.add("call the plumber");
    notes.add("eggs");
    println!("[{}]", notes.longest());
}
