use std::iter::Peekable;
use std::str::Chars;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Num(i64),
    Plus,
    Minus,
    Star,
    LParen,
    RParen,
}

struct Lexer {
    chars: Peekable<Chars>,
}

impl Lexer {
    fn new(src: &str) -> Self {
        Lexer { chars: src.chars().peekable() }
    }

    fn tokens(&mut self) -> Vec<Token> {
        let mut out = Vec::new();
        while let Some(&c) = self.chars.peek() {
            if c.is_ascii_digit() {
                let mut n = 0i64;
                while let Some(d) = self.chars.peek().and_then(|c| c.to_digit(10)) {
                    n = n * 10 + d;
                    self.chars.next();
                }
                out.push(Token::Num(n));
                continue;
            }
            match c {
                '+' => out.push(Token::Plus),
                '-' => out.push(Token::Minus),
                '*' => out.push(Token::Star),
                '(' => out.push(Token::LParen),
                ')' => out.push(Token::RParen),
                ' ' => {}
                other => panic!("unexpected character {}", other),
            }
            self.chars.next();
        }
        out
    }
}

fn main() {
    for src in ["1 + 2", "(12-3) * 40", "7*(8+9)"] {
        let lexer = Lexer::new(src);
        let tokens = lexer.tokens();
        let nums = tokens.iter().filter(|t| matches!(t, Token::Num(_))).count();
        println!("{:?} -> {} tokens, {} numbers", src, tokens.len(), nums);
        println!("   {:?}", tokens);
    }
}
