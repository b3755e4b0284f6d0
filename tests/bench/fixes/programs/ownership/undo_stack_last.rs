struct Canvas {
    strokes: Vec<String>,
    redo: Vec<String>,
}

impl Canvas {
    fn draw(&mut self, s: &str) {
        self.strokes.push(s.to_string());
        self.redo.clear();
    }

    fn undo(&mut self) {
        let last = self.strokes.last();
        if let Some(stroke) = last {
            self.strokes.pop();
            self.redo.push(stroke.clone());
        }
    }
}

fn main() {
    let mut c = Canvas { strokes: vec![], redo: vec![] };
    c.draw("line");
    c.draw("circle");
    c.undo();
    c.undo();
    c.undo();
    println!("{:?} {:?}", c.strokes, c.redo);
    c.draw("dot");
    println!("{:?} {:?}", c.strokes, c.redo);
}
