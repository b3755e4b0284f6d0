fn strip_accents(text: String) -> String {
    text.chars()
        .map(|c| match c {
            'é' | 'è' | 'ê' => 'e',
            'à' | 'â' => 'a',
            'ô' => 'o',
            other => other,
        })
        .collect()
}

fn collapse_spaces(text: String) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn clean(raw: &str) -> String {
    let text = raw.to_lowercase();
    strip_accents(text);
    collapse_spaces(text);
    text
}

fn main() {
    let names = ["  Café   Crème ", "Hôtel  à Paris", "plain"];
    for name in names {
        println!("[{}]", clean(name));
    }
}
