fn classify(text: &str) -> &'static str {
    match text {
        "" => "empty",
        "yes" | "y" | "on" => "positive",
        "no" | "n" | "off" => "negative",
        t if t.chars().all(|c| c.is_ascii_digit()) => "number",
        _ => "unknown",
    }
}

fn main() {
    let answers = vec!["y".to_string(), "42".to_string(), String::new(), "off".to_string()];
    let mut positive = 0;
    for a in answers {
        let kind = classify(&a);
        if kind == "positive" {
            positive += 1;
        }
        println!("{kind}");
    }
    println!("{positive} positive");
}
