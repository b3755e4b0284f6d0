#[derive(Debug, Clone, PartialEq)]
enum Token {
    Num(f64),
    Name(String),
    Plus,
    Times,
}

struct Parser {
    tokens: Vec<Token>,
    pos: usize,
}

impl Parser {
    fn new(source: &str) -> Self {
        let tokens = source
            .split_whitespace()
            .map(|word| match word {
                "+" => Token::Plus,
                "*" => Token::Times,
                w => match w.parse() {
                    Ok(n) => Token::Num(n),
                    Err(_) => Token::Name(w.to_string()),
                },
            })
            .collect();
        Parser { tokens, pos: 0 }
    }

    fn advance(&mut self) -> Token {
        let token = self.tokens[self.pos];
        self.pos += 1;
        token
    }

    fn at_end(&self) -> bool {
        self.pos >= self.tokens.len()
    }

    fn operand(&mut self) -> f64 {
        match self.advance() {
            Token::Num(n) => n,
            Token::Name(name) if name == "pi" => 3.14,
            other => panic!("unexpected {:?}", other),
        }
    }

    fn run(&mut self) -> f64 {
        let mut value = self.operand();
        while !self.at_end() {
            match self.advance() {
                Token::Plus => value += self.operand(),
                Token::Times => value *= self.operand(),
                other => panic!("expected an operator, got {:?}", other),
            }
        }
        value
    }
}

fn main() {
    for source in ["1 + 2 * 3", "2 * pi", "10"] {
        println!("{} = {}", source, Parser::new(source).run());
    }
}
