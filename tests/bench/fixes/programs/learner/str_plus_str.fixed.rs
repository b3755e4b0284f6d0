fn banner(title: &str, width: usize) -> String {
    let side = "=".repeat((width - title.len() - 2) / 2);
    side.clone() + " " + title + " " + &side
}

fn underline(text: &str) -> String {
    format!("{text}\n{}", "-".repeat(text.len()))
}

fn main() {
    let b = banner("menu", 20);
    println!("{b}");
    println!("{}", underline("soups"));
    println!("{}", b.len());
}
