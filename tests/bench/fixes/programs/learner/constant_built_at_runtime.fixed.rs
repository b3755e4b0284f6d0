const DEFAULT_NAME: &str = "guest";
const MAX_NAME: usize = 8;

fn display_name(input: Option<&str>) -> String {
    match input {
        Some(n) if n.trim().is_empty() => DEFAULT_NAME.to_string(),
        Some(n) => n.trim().chars().take(MAX_NAME).collect(),
        None => DEFAULT_NAME.to_string(),
    }
}

fn main() {
    for input in [Some("  Rosalind Franklin"), Some("  "), None, Some("Al")] {
        let name = display_name(input);
        println!("{name} ({})", name.len());
    }
}
