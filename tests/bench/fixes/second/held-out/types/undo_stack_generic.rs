#[derive(Debug)]
struct History<T> {
    past: Vec<T>,
    present: T,
}

impl<T: Clone> History<T> {
    fn new(start: T) -> Self {
        History { past: Vec::new(), present: start }
    }

    fn apply(&mut self, change: impl Fn(&T) -> T) {
        let next = change(&self.present);
        self.past.push(std::mem::replace(&mut self.present, next));
    }

    fn undo(&mut self) -> bool {
        match self.past.pop() {
            Some(previous) => {
                self.present = previous;
                true
            }
            None => false,
        }
    }
}

struct Editor {
    document: History,
}

impl Editor {
    fn type_text(&mut self, text: &str) {
        self.document.apply(|old: &String| format!("{}{}", old, text));
    }
}

fn main() {
    let mut editor = Editor { document: History::new(String::new()) };
    editor.type_text("hello");
    editor.type_text(", wrold");
    println!("{}", editor.document.present);
    editor.document.undo();
    editor.type_text(", world");
    println!("{}", editor.document.present);
    while editor.document.undo() {}
    println!("{:?}", editor.document);
}
