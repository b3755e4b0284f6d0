fn clauses(text: &str) -> Vec<&str> {
    let tidy = text.replace(';', ",");
    tidy.split(',').map(|c| c.trim()).filter(|c| !c.is_empty()).collect()
}

fn number(clauses: &[&str]) -> String {
    let out = String::new();
    for (i, c) in clauses.iter().enumerate() {
        out.push_str(&format!("({}) {c} ", i + 1));
    }
    out.trim_end().to_string()
}

fn main() {
    let parts = clauses("wash, dry; fold ,, iron");
    println!("{}", number(&parts));
    println!("{} clauses", parts.len());
}
