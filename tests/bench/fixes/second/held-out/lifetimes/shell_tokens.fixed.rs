#[derive(Debug, PartialEq, Clone, Copy)]
enum Token<'a> {
    Word(&'a str),
    Quoted(&'a str),
    Pipe,
}

fn tokenize(line: &str) -> Result<Vec<Token<'_>>, String> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '|' {
            tokens.push(Token::Pipe);
            rest = &rest[1..];
        } else if first == '"' {
            let end = rest[1..].find('"').ok_or("missing closing quote")?;
            tokens.push(Token::Quoted(&rest[1..end + 1]));
            rest = &rest[end + 2..];
        } else {
            let end = rest.find([' ', '|']).unwrap_or(rest.len());
            tokens.push(Token::Word(&rest[..end]));
            rest = &rest[end..];
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

fn main() {
    for line in ["grep -i \"hello world\" log|sort -u", "echo \"oops", "ls"] {
        match tokenize(line) {
            Ok(tokens) => {
                let stages = tokens.split(|t| *t == Token::Pipe).count();
                println!("{} stage(s): {:?}", stages, tokens);
            }
            Err(why) => println!("error: {}", why),
        }
    }
}
