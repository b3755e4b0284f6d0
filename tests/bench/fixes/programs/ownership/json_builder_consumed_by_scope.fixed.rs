struct Doc {
    body: String,
}

impl Doc {
    fn lines(&self) -> Vec<&str> {
        self.body.lines().collect()
    }
}

fn publish(doc: Doc) -> String {
    format!("<pre>{}</pre>", doc.body.replace('\n', "|"))
}

fn main() {
    let doc = Doc { body: "intro\n\nmain part\nend".to_string() };
    let lines = doc.lines();
    let filled = lines.iter().filter(|l| !l.is_empty());
    println!("{} filled lines", filled.count());
    let html = publish(doc);
    println!("{html}");
}
