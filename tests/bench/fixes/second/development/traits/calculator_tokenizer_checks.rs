#[derive(Debug, Clone)]
enum Token {
    Num(f64),
    Op(char),
    Open,
    Close,
}

fn tokenize(src: &str) -> Result<Vec<Token>, String> {
    let chars: Vec<char> = src.chars().collect();
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        match c {
            ' ' => i += 1,
            '(' => {
                tokens.push(Token::Open);
                i += 1;
            }
            ')' => {
                tokens.push(Token::Close);
                i += 1;
            }
            '+' | '-' | '*' | '/' => {
                tokens.push(Token::Op(c));
                i += 1;
            }
            d if d.is_ascii_digit() => {
                let start = i;
                while i < chars.len() && (chars[i].is_ascii_digit() || chars[i] == '.') {
                    i += 1;
                }
                let text: String = chars[start..i].iter().collect();
                tokens.push(Token::Num(text.parse().map_err(|_| text.clone())?));
            }
            other => return Err(format!("unexpected '{}'", other)),
        }
    }
    Ok(tokens)
}

fn main() {
    let tokens = tokenize("3.5 * (2 + 1)").unwrap();
    assert_eq!(tokens.len(), 7);
    assert_eq!(tokens[1], Token::Op('*'));
    println!("{:?}", tokens);

    match tokenize("2 $ 3") {
        Ok(_) => println!("should not happen"),
        Err(e) => println!("error: {}", e),
    }
}
