struct Report {
    rows: Vec<(String, i32)>,
    rendered: Option<String>,
}

impl Report {
    fn new(rows: &[(&str, i32)]) -> Self {
        Report {
            rows: rows.iter().map(|(k, v)| (k.to_string(), *v)).collect(),
            rendered: None,
        }
    }

    fn render(&mut self) -> &str {
        if self.rendered.is_none() {
            println!("(rendering)");
            let body: Vec<String> = self
                .rows
                .iter()
                .map(|(k, v)| format!("{}={}", k, v))
                .collect();
            self.rendered = Some(body.join(" "));
        }
        &self.rendered.unwrap()
    }

    fn add(&mut self, key: &str, value: i32) {
        self.rows.push((key.to_string(), value));
        self.rendered = None;
    }
}

fn main() {
    let mut report = Report::new(&[("north", 12), ("south", 7)]);
    println!("{}", report.render());
    println!("{}", report.render());
    report.add("west", -3);
    println!("{}", report.render());
}
