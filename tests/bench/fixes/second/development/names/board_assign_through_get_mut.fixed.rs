use std::fmt;

struct Board {
    cells: Vec<Vec<char>>,
}

impl Board {
    fn new(size: usize) -> Self {
        Board { cells: vec![vec!['.'; size]; size] }
    }

    fn cell(&mut self, r: usize, c: usize) -> Option<&mut char> {
        self.cells.get_mut(r)?.get_mut(c)
    }

    fn play(&mut self, r: usize, c: usize, mark: char) -> Result<(), &'static str> {
        let cell = self.cell(r, c).ok_or("outside the board")?;
        if *cell != '.' {
            return Err("already taken");
        }
        *self.cell(r, c).unwrap() = mark;
        Ok(())
    }
}

impl fmt::Display for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.cells {
            writeln!(f, "{}", row.iter().collect::<String>())?;
        }
        Ok(())
    }
}

fn main() {
    let mut board = Board::new(3);
    let moves = [(0, 0, 'X'), (1, 1, 'O'), (0, 0, 'O'), (5, 1, 'X'), (2, 1, 'X')];
    for (r, c, mark) in moves {
        if let Err(e) = board.play(r, c, mark) {
            println!("{} at {},{}: {}", mark, r, c, e);
        }
    }
    print!("{}", board);
}
