fn longer(a: &str, b: &str) -> &str {
    if a.len() >= b.len() {
        a
    } else {
        b
    }
}

fn longest_of(names: &[String]) -> &str {
    let mut best = "";
    for n in names {
        best = longer(best, n);
    }
    best
}

fn main() {
    let names: Vec<String> = ["Bo", "Annika", "Carl"].iter().map(|s| s.to_string()).collect();
    println!("{}", longest_of(&names));
    println!("{}", longer("same", "size"));
}
