#[derive(Debug)]
enum Json {
    Null,
    Bool(bool),
    Text(String),
}

fn classify(word: &str) -> Json {
    match word {
        "null" => Json::Null,
        "true" => Json::Bool(true),
        "false" => Json::Bool(false),
        other => Json::Text(other.trim_matches('"').to_string()),
    }
}

fn main() {
    for w in ["true", "null", "\"hi\"", "false"] {
        match classify(w) {
            Json::Text(t) => println!("text of {}", t.len()),
            other => println!("{other:?}"),
        }
    }
}
