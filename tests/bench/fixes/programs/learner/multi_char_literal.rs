fn separator(kind: &str) -> &str {
    match kind {
        "list" => ", ",
        "path" => "/",
        "words" => ' ',
        _ => "",
    }
}

fn combine(parts: &[&str], kind: &str) -> String {
    parts.join(separator(kind))
}

fn main() {
    let parts = ["usr", "local", "bin"];
    for kind in ["list", "path", "words", "none"] {
        println!("{}", combine(&parts, kind));
    }
    println!("{}", separator("list").len());
}
