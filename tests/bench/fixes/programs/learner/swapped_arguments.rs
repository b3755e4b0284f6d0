struct Canvas {
    rows: Vec<String>,
}

impl Canvas {
    fn new(width: usize, height: usize, fill: char) -> Canvas {
        Canvas { rows: vec![fill.to_string().repeat(width); height] }
    }

    fn write(&mut self, row: usize, text: &str) {
        let end = text.len().min(self.rows[row].len());
        self.rows[row].replace_range(..end, &text[..end]);
    }
}

fn main() {
    let mut c = Canvas::new(12, 3, '.');
    c.write(0, "title");
    c.write("footer is long", 2");
    for r in &c.rows {
        println!("{r}");
    }
}
