struct Stats {
    code: usize,
    comments: usize,
    blank: usize,
}

fn classify(source: &str) -> Stats {
    let mut stats = Stats { code: 0, comments: 0, blank: 0 };
    for line in source.lines() {
        let line = line.trim();
        if line.is_empty() {
            stats.blank += 1;
        } else if !line.starts_with("//") {
            stats.code += 1;
        } else {
            stats.comments += 1;
        }
    }
    stats
}

fn main() {
    let source = "// entry point\nfn main() {\n\n    // greet\n    println!(\"hi\");\n}\n";
    let stats = classify(source);
    println!("code {}", stats.code);
    println!("comments {}", stats.comments);
    println!("blank {}", stats.blank);
    println!("lines {}", stats.code + stats.comments + stats.blank);
}
