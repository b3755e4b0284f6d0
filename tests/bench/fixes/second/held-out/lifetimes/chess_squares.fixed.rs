#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Square {
    file: u8,
    rank: u8,
}

impl Square {
    fn name(self) -> String {
        format!("{}{}", (b'a' + self.file) as char, self.rank + 1)
    }

    fn attacked_by(self, queen: Square) -> bool {
        let df = self.file.abs_diff(queen.file);
        let dr = self.rank.abs_diff(queen.rank);
        self != queen && (df == 0 || dr == 0 || df == dr)
    }
}

fn board(size: u8) -> impl Iterator<Item = Square> {
    (0..size).flat_map(move |rank| (0..size).map(move |file| Square { file, rank }))
}

fn main() {
    let queen = Square { file: 1, rank: 2 };
    let size = 5;

    let safe: Vec<String> = board(size)
        .filter(|sq| *sq != queen && !sq.attacked_by(queen))
        .map(Square::name)
        .collect();

    println!("queen on {}", queen.name());
    println!("{} squares on the board", board(size).count());
    println!("safe: {}", safe.join(" "));
}
