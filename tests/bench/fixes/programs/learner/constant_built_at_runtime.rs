const DEFAULT_NAME: String = String::from("guest");
const MAX_NAME: usize = 8;

fn display_name(input: Option<&str>) -> String {
    match input {
        Some(n) if n.trim().is_empty() => DEFAULT_NAME,
        Some(n) => n.trim().chars().take(MAX_NAME).collect(),
        None => DEFAULT_NAME,
    }
}

fn main() {
    for input in [Some("  Rosalind Franklin"), Some("  "), None, Some("Al")] {
        let name = display_name(input);
        println!("{name} ({})", name.len());
    }
}
