#[derive(Debug, Clone)]
enum Tool {
    Pen { width: u8 },
    Eraser,
}

#[derive(Debug, Clone)]
struct Sketch {
    strokes: Vec<String>,
    tool: Tool,
}

struct Editor {
    current: Sketch,
    undo: Vec<Sketch>,
}

impl Editor {
    fn new() -> Self {
        Editor {
            current: Sketch {
                strokes: Vec::new(),
                tool: Tool::Pen { width: 2 },
            },
            undo: vec![],
        }
    }

    fn apply(&mut self, change: impl FnOnce(&mut Sketch)) {
        self.undo.push(self.current.clone());
        change(&mut self.current);
    }

    fn undo(&mut self) -> bool {
        match self.undo.pop() {
            Some(previous) => {
                self.current = previous;
                true
            }
            None => false,
        }
    }
}

fn main() {
    let mut editor = Editor::new();
    editor.apply(|s| s.strokes.push("circle".into()));
    editor.apply(|s| s.tool = Tool::Eraser);
    editor.apply(|s| {
        s.strokes.pop();
    });
    println!("now:  {:?}", editor.current);
    while editor.undo() {
        println!("undo: {:?}", editor.current);
    }
}
