fn join(base: &str, leaf: &str) -> String {
    format!("{base}/{leaf}")
}

fn main() {
    let user = "mara";
    let dir = join("/home", user);
    let dir = dir.as_str();
    let files = ["notes.txt", "todo.md", "notes.bak"];
    let mut shown = 0;
    for f in files.iter().filter(|f| f.starts_with("notes")) {
        println!("{}", join(dir, f));
        shown += 1;
    }
    println!("{shown} of {} in {dir}", files.len());
}
