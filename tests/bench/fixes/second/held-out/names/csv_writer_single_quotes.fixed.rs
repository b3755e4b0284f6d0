struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(header: Vec<&'static str>) -> Self {
        Table { header, rows: Vec::new() }
    }

    fn add(&mut self, row: &[&str]) -> &mut Self {
        self.rows.push(row.iter().map(|c| c.to_string()).collect());
        self
    }

    fn to_csv(&self) -> String {
        let mut out = self.header.join("; ");
        out.push('\n');
        for row in &self.rows {
            out.push_str(&row.join("; "));
            out.push('\n');
        }
        out
    }
}

fn main() {
    let mut table = Table::new(vec!["city", "river"]);
    table
        .add(&["Vienna", "Danube"])
        .add(&["Cologne", "Rhine"])
        .add(&["Turin", "Po"]);
    print!("{}", table.to_csv());
    println!("{} rows", table.rows.len());
}
