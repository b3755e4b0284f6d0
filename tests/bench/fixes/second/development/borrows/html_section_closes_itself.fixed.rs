struct Section<'a> {
    tag: &'static str,
    out: &'a mut Vec<String>,
}

impl<'a> Section<'a> {
    fn open(out: &'a mut Vec<String>, tag: &'static str) -> Self {
        out.push(format!("<{}>", tag));
        Section { tag, out }
    }

    fn body(&mut self) -> &mut Vec<String> {
        &mut *self.out
    }
}

impl<'a> Drop for Section<'a> {
    fn drop(&mut self) {
        self.out.push(format!("</{}>", self.tag));
    }
}

fn main() {
    let mut page = Vec::new();
    {
        let mut section = Section::open(&mut page, "ul");
        let lines = section.body();
        for item in ["milk", "eggs"] {
            lines.push(format!("  <li>{}</li>", item));
        }
    }
    println!("{}", page.join("\n"));
}
