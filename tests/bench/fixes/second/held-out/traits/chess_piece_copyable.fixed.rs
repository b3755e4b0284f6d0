#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    White,
    Black,
}

#[derive(Debug, Clone)]
struct Piece {
    name: String,
    side: Side,
    value: u32,
}

struct Army {
    pieces: Vec<Piece>,
}

impl Army {
    fn of(side: Side, names: &[(&str, u32)]) -> Self {
        let pieces = names
            .iter()
            .map(|&(name, value)| Piece { name: name.to_string(), side, value })
            .collect();
        Army { pieces }
    }

    fn capture(&mut self, name: &str) -> Option<Piece> {
        let at = self.pieces.iter().position(|p| p.name == name)?;
        Some(self.pieces.remove(at))
    }

    fn strength(&self) -> u32 {
        self.pieces.iter().map(|p| p.value).sum()
    }
}

fn main() {
    let white = Army::of(Side::White, &[("queen", 9), ("rook", 5), ("knight", 3)]);
    let mut black = Army::of(Side::Black, &[("rook", 5), ("bishop", 3), ("pawn", 1)]);

    for target in ["bishop", "queen"] {
        match black.capture(target) {
            Some(piece) => println!("captured {:?} {}", piece.side, piece.name),
            None => println!("no {} to capture", target),
        }
    }
    let copy = white.pieces[0].clone();
    println!("{} worth {}", copy.name, copy.value);
    println!("white {} : black {}", white.strength(), black.strength());
}
