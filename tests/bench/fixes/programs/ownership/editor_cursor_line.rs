struct Editor {
    lines: Vec<String>,
    cursor: usize,
    changed: bool,
}

impl Editor {
    fn current(&mut self) -> &mut String {
        &mut self.lines[self.cursor]
    }

    fn mark(&mut self) {
        self.changed = true;
    }

    fn type_text(&mut self, text: &str) {
        let line = self.current();
        self.mark();
        line.push_str(text);
    }
}

fn main() {
    let mut ed = Editor { lines: vec!["fn ".into(), "}".into()], cursor: 0, changed: false };
    ed.type_text("main() {");
    ed.cursor = 1;
    ed.type_text(" // end");
    println!("{}", ed.lines.join("\n"));
    println!("changed: {}", ed.changed);
}
