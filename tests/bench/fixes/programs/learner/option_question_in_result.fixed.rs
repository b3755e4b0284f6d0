#[derive(Debug)]
struct Move {
    piece: char,
    file: char,
    rank: u32,
}

fn parse(text: &str) -> Result<Move, String> {
    let mut chars = text.chars();
    let piece = chars.next().ok_or("no piece")?;
    let file = chars.next().ok_or("no file")?;
    let rank = chars.next().and_then(|c| c.to_digit(10)).ok_or("no rank".to_string())?;
    if !('a'..='h').contains(&file) {
        return Err(format!("bad file {file}"));
    }
    Ok(Move { piece, file, rank })
}

fn main() {
    for text in ["Ke4", "Qz1", "Rd"] {
        match parse(text) {
            Ok(m) => println!("{} to {}{}", m.piece, m.file, m.rank),
            Err(e) => println!("{text}: {e}"),
        }
    }
}
