fn find<'a>(lines: &'a [String], needle: &str, fallback: &str) -> &'a str {
    for line in lines {
        if line.contains(needle) {
            return line;
        }
    }
    fallback
}

fn main() {
    let lines: Vec<String> = vec!["GET /index".into(), "POST /login".into(), "GET /style".into()];
    println!("{}", find(&lines, "POST", "-"));
    println!("{}", find(&lines, "DELETE", "-"));
    let gets = lines.iter().filter(|l| l.starts_with("GET")).count();
    println!("{gets} gets");
}
