#[derive(Debug, PartialEq)]
enum Token {
    Number(i64),
    Op(char),
}

struct Lexer {
    source: String,
    pending: String,
    tokens: Vec<Token>,
}

impl Lexer {
    fn new(source: &str) -> Self {
        Lexer {
            source: source.to_string(),
            pending: String::new(),
            tokens: Vec::new(),
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let value = self.pending.parse().unwrap();
            self.tokens.push(Token::Number(value));
            self.pending.clear();
        }
    }

    fn run(&mut self) {
        for c in self.source.clone().chars() {
            if c.is_ascii_digit() {
                self.pending.push(c);
            } else {
                self.flush();
                if !c.is_whitespace() {
                    self.tokens.push(Token::Op(c));
                }
            }
        }
        self.flush();
    }
}

fn main() {
    let mut lexer = Lexer::new("12 + 7*(30-4)");
    lexer.run();
    for token in &lexer.tokens {
        println!("{:?}", token);
    }
    println!("{} tokens", lexer.tokens.len());
}
