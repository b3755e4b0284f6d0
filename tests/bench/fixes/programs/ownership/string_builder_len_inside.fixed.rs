fn pad(text: &mut String, to: usize, with: char) {
    while text.chars().count() < to {
        text.push(with);
    }
}

fn main() {
    let mut title = String::from("totals");
    let view = title[..3].to_string();
    pad(&mut title, 10, '.');
    println!("{title}{view}");
    let mut rows = vec![String::from("tea"), String::from("coffee")];
    for row in rows.iter_mut() {
        pad(row, 8, ' ');
        row.push('|');
    }
    for row in &rows {
        println!("{row}");
    }
}
