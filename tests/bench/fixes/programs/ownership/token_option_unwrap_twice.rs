#[derive(Debug)]
enum Token {
    Number(f64),
    Word(String),
}

fn read(text: &str) -> Option<Token> {
    if text.is_empty() {
        return None;
    }
    match text.parse() {
        Ok(n) => Some(Token::Number(n)),
        Err(_) => Some(Token::Word(text.to_string())),
    }
}

fn main() {
    for piece in ["12.5", "width", ""] {
        let token = read(piece);
        if token.is_none() {
            println!("nothing to read");
            continue;
        }
        println!("read {:?}", token.unwrap());
        match token.unwrap() {
            Token::Number(n) => println!("doubled {}", n * 2.0),
            Token::Word(w) => println!("letters {}", w.len()),
        }
    }
}
