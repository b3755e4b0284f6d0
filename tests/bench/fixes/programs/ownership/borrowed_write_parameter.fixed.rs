use std::fmt::Write;

fn render(out: &mut String, depth: usize, name: &str, children: &[(&str, &[&str])]) {
    writeln!(out, "{}{}", "  ".repeat(depth), name).unwrap();
    for (child, leaves) in children {
        writeln!(out, "{}{}", "  ".repeat(depth + 1), child).unwrap();
        for leaf in leaves.iter() {
            writeln!(out, "{}{}", "  ".repeat(depth + 2), leaf).unwrap();
        }
    }
}

fn main() {
    let mut out = String::new();
    render(&mut out, 0, "src", &[("net", &["tcp.rs", "udp.rs"]), ("util", &["time.rs"])]);
    print!("{out}");
    println!("{} lines", out.lines().count());
}
