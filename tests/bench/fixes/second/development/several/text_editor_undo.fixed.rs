#[derive(Clone)]
enum Edit {
    Insert { at: usize, text: String },
    Delete { at: usize, len: usize },
    Upper,
}

struct Editor {
    buffer: String,
    undo: Vec<String>,
    history: Vec<Edit>,
}

impl Editor {
    fn new(text: &str) -> Self {
        Editor {
            buffer: text.to_string(),
            undo: Vec::new(),
            history: Vec::new(),
        }
    }

    fn apply(&mut self, edit: Edit) {
        self.undo.push(self.buffer.clone());
        self.history.push(edit.clone());
        match edit {
            Edit::Insert { at, text } => self.buffer.insert_str(at, &text),
            Edit::Delete { at, len } => self.buffer.replace_range(at..at + len, ""),
            Edit::Upper => self.buffer = self.buffer.to_uppercase(),
        }
    }

    fn undo(&mut self) -> bool {
        match self.undo.pop() {
            Some(previous) => {
                self.buffer = previous;
                self.history.pop();
                true
            }
            None => false,
        }
    }

    fn describe(&self) -> Vec<String> {
        self.history
            .iter()
            .map(|edit| match edit {
                Edit::Insert { text, .. } => format!("insert {:?}", text),
                Edit::Delete { len, .. } => format!("delete {}", len),
                Edit::Upper => "uppercase".to_string(),
            })
            .collect()
    }
}

fn main() {
    let mut editor = Editor::new("hello world");
    editor.apply(Edit::Insert { at: 5, text: ", dear".to_string() });
    editor.apply(Edit::Delete { at: 11, len: 6 });
    editor.apply(Edit::Upper);
    println!("{}", editor.buffer);
    println!("{}", editor.describe().join("; "));

    while editor.undo() {
        println!("undo -> {}", editor.buffer);
    }
    println!("edits left: {}", editor.describe().len());
}
