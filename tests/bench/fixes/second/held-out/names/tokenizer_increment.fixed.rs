#[derive(Debug, PartialEq)]
enum Token {
    Num(i64),
    Op(char),
    Open,
    Close,
}

fn tokenize(text: &str) -> Result<Vec<Token>, String> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut pos = 0;

    while pos < chars.len() {
        let c = chars[pos];
        match c {
            ' ' => {}
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            '+' | '-' | '*' | '/' => tokens.push(Token::Op(c)),
            '0'..='9' => {
                let mut value = 0;
                while pos < chars.len() && chars[pos].is_ascii_digit() {
                    value = value * 10 + chars[pos].to_digit(10).unwrap() as i64;
                    pos += 1;
                }
                tokens.push(Token::Num(value));
                continue;
            }
            other => return Err(format!("bad character {:?} at {}", other, pos)),
        }
        pos += 1;
    }

    Ok(tokens)
}

fn main() {
    for src in ["12 + (3 * 45)", "7 / x"] {
        match tokenize(src) {
            Ok(tokens) => println!("{} -> {:?}", src, tokens),
            Err(e) => println!("{} -> error: {}", src, e),
        }
    }
}
