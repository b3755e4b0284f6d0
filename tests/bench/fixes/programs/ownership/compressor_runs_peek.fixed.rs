fn encode(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut run = 1;
        while chars.peek() == Some(&c) {
            chars.next();
            run += 1;
        }
        if run > 1 {
            out.push_str(&run.to_string());
        }
        out.push(c);
    }
    out
}

fn main() {
    let samples = vec![String::from("aaabcc"), String::from("xyz"), String::new()];
    let encoded: Vec<String> = samples.iter().map(|s| encode(&s)).collect();
    for (before, after) in samples.iter().zip(&encoded) {
        println!("{before:?} -> {after:?}");
    }
    let saved: usize = samples.iter().map(|s| s.len()).sum::<usize>()
        - encoded.iter().map(|s| s.len()).sum::<usize>();
    println!("saved {saved}");
}
