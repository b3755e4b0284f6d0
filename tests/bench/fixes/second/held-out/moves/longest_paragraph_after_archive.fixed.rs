struct Document {
    title: String,
    paragraphs: Vec<String>,
}

struct Archive {
    documents: Vec<Document>,
}

impl Archive {
    fn store(&mut self, doc: Document) {
        println!("archived '{}'", doc.title);
        self.documents.push(doc);
    }
}

fn longest<'a>(doc: &'a Document) -> &'a str {
    let mut best = "";
    for p in &doc.paragraphs {
        if p.len() > best.len() {
            best = p;
        }
    }
    best
}

fn main() {
    let mut archive = Archive { documents: Vec::new() };
    let doc = Document {
        title: "Minutes".to_string(),
        paragraphs: vec![
            "Opened at nine.".to_string(),
            "The budget was discussed at length.".to_string(),
            "Closed.".to_string(),
        ],
    };

    let text = longest(&doc);
    println!("longest paragraph: {} ({} bytes)", text, text.len());
    archive.store(doc);
    println!("{} document(s) in the archive", archive.documents.len());
}
