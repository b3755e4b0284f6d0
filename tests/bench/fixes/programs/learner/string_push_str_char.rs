fn snake_to_camel(name: &str) -> String {
    let mut out = String::new();
    let upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else if upper {
            out.push_str(c.to_ascii_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}

fn main() {
    for name in ["user_name", "x", "max_retry_count"] {
        println!("{}", snake_to_camel(name));
    }
    println!("{}", snake_to_camel("_lead"));
}
