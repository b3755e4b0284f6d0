#[derive(Debug, PartialEq)]
enum Color {
    White,
    Black,
}

#[derive(Debug)]
struct Piece {
    color: Color,
    king: bool,
}

struct Row {
    squares: [Option<Piece>; 8],
}

impl Row {
    fn new() -> Self {
        let mut squares = [None, None, None, None, None, None, None, None];
        squares[0] = Some(Piece { color: Color::White, king: false });
        squares[6] = Some(Piece { color: Color::Black, king: true });
        Row { squares }
    }

    fn advance(&mut self, from: usize, to: usize) -> Result<(), String> {
        if self.squares[to].is_some() {
            return Err(format!("square {} is taken", to));
        }
        let piece = self.squares[from];
        if piece.is_none() {
            return Err(format!("nothing on square {}", from));
        }
        self.squares[to] = piece;
        Ok(())
    }

    fn draw(&self) -> String {
        self.squares
            .iter()
            .map(|square| match square {
                None => '.',
                Some(p) if p.color == Color::White => if p.king { 'W' } else { 'w' },
                Some(p) => if p.king { 'B' } else { 'b' },
            })
            .collect()
    }
}

fn main() {
    let mut row = Row::new();
    println!("{}", row.draw());
    for (from, to) in [(0, 3), (3, 6), (0, 1), (6, 5)] {
        match row.advance(from, to) {
            Ok(()) => println!("{}", row.draw()),
            Err(reason) => println!("illegal: {}", reason),
        }
    }
}
