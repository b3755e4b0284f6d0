#[derive(Debug, PartialEq)]
enum Token {
    Number(u32),
    Op(char),
    LParen,
    RParen,
}

fn tokenize(source: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = source.chars().peekable();

    for c in chars {
        match c {
            ' ' => continue,
            '(' => tokens.push(Token::LParen),
            ')' => tokens.push(Token::RParen),
            '+' | '-' | '*' | '/' => tokens.push(Token::Op(c)),
            '0'..='9' => {
                let mut value = c.to_digit(10).unwrap();
                while let Some(d) = chars.peek().and_then(|n| n.to_digit(10)) {
                    value = value * 10 + d;
                    chars.next();
                }
                tokens.push(Token::Number(value));
            }
            other => return Err(format!("unexpected '{}'", other)),
        }
    }
    Ok(tokens)
}

fn main() {
    for source in ["12 + (305-7)", "8*", "4 $ 2"] {
        match tokenize(source) {
            Ok(tokens) => println!("{} -> {:?}", source, tokens),
            Err(message) => println!("{} -> error: {}", source, message),
        }
    }
}
