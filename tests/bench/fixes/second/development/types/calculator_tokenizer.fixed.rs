#[derive(Debug, PartialEq)]
enum Token {
    Number(i64),
    Plus,
    Star,
    Open,
    Close,
}

fn tokenize(src: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = src.chars().peekable();
    while let Some(&c) = chars.peek() {
        if c.is_ascii_digit() {
            let mut n = 0i64;
            while let Some(d) = chars.peek().and_then(|c| c.to_digit(10)) {
                n = n * 10 + i64::from(d);
                chars.next();
            }
            tokens.push(Token::Number(n));
            continue;
        }
        match c {
            '+' => tokens.push(Token::Plus),
            '*' => tokens.push(Token::Star),
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            ' ' => {}
            other => return Err(format!("unexpected {:?}", other)),
        }
        chars.next();
    }
    Ok(tokens)
}

fn main() {
    for src in ["12 + 3*(4+5)", "7 & 1"] {
        match tokenize(src) {
            Ok(tokens) => println!("{:?}", tokens),
            Err(e) => println!("error: {}", e),
        }
    }
}
