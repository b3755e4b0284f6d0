fn capitalise(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(c) => c.to_uppercase().collect::<String>() + chars.as_str(),
        None => String::new(),
    }
}

fn title_words(title: &str) -> Vec<String> {
    let mut out = Vec::new();
    for w in title.split(' ') {
        if w.len() > 2 {
            let big = capitalise(w);
            out.push(big);
        } else {
            out.push(w.to_string());
        }
    }
    out
}

fn main() {
    let t = title_words("the lord of the rings");
    println!("{}", t.join(" "));
    println!("{}", t.len());
}
