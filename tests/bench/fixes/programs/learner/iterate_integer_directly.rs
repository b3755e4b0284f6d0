fn pyramid(height: usize) -> Vec<String> {
    let mut rows = Vec::new();
    for row in height {
        let pad = " ".repeat(height - row - 1);
        rows.push(format!("{pad}{}", "^".repeat(2 * row + 1)));
    }
    rows
}

fn widest(rows: &[String]) -> usize {
    rows.iter().map(|r| r.len()).max().unwrap_or(0)
}

fn main() {
    let rows = pyramid(4);
    for r in &rows {
        println!("{r}");
    }
    println!("{}", widest(&rows));
}
