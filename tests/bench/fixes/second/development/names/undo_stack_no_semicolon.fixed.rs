#[derive(Debug, Clone)]
enum Edit {
    Insert { at: usize, text: String },
    Truncate { removed: String },
}

#[derive(Default)]
struct Editor {
    buf: String,
    undo: Vec<Edit>,
}

impl Editor {
    fn insert(&mut self, at: usize, text: &str) {
        self.buf.insert_str(at, text);
        self.undo.push(Edit::Insert { at, text: text.to_string() });
    }

    fn truncate(&mut self, len: usize) {
        let removed = self.buf.split_off(len);
        self.undo.push(Edit::Truncate { removed });
    }

    fn undo(&mut self) -> bool {
        match self.undo.pop() {
            Some(Edit::Insert { at, text }) => {
                self.buf.replace_range(at..at + text.len(), "");
                true
            }
            Some(Edit::Truncate { removed }) => {
                self.buf.push_str(&removed);
                true
            }
            None => false,
        }
    }
}

fn main() {
    let mut ed = Editor::default();
    ed.insert(0, "hello world");
    ed.insert(5, ",");
    ed.truncate(6);
    println!("{:?}", ed.buf);
    while ed.undo() {
        println!("undo -> {:?}", ed.buf);
    }
}
