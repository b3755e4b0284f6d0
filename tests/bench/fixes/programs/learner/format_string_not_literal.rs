struct Theme {
    bullet: &'static str,
}

fn bullet_list(theme: &Theme, items: &[&str]) -> String {
    let mut out = String::new();
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        out += &format!("{} {}", theme.bullet, item);
    }
    out
}

fn main() {
    let list = bullet_list(&Theme { bullet: "*" }, &["eggs", "bread"]);
    println!(list);
    let lines = list.lines().count();
    println!("{lines} lines");
    println!("{}", bullet_list(&Theme { bullet: "-" }, &["one"]));
}
