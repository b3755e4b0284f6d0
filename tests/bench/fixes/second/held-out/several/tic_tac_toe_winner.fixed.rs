use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Cell {
    Empty,
    Cross,
    Nought,
}

struct Board {
    cells: [[Cell; 3]; 3],
}

impl fmt::Display for Board {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for row in &self.cells {
            for cell in row {
                let c = match cell {
                    Cell::Empty => '.',
                    Cell::Cross => 'X',
                    Cell::Nought => 'O',
                };
                write!(f, "{}", c)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl Board {
    fn new() -> Self {
        Board { cells: [[Cell::Empty; 3]; 3] }
    }

    fn play(&mut self, row: usize, col: usize, who: Cell) -> Result<(), String> {
        if self.cells[row][col] != Cell::Empty {
            return Err(format!("({}, {}) is taken", row, col));
        }
        self.cells[row][col] = who;
        Ok(())
    }

    fn winner(&self) -> Option<Cell> {
        let c = &self.cells;
        let mut lines = Vec::new();
        for i in 0..3 {
            lines.push([c[i][0], c[i][1], c[i][2]]);
            lines.push([c[0][i], c[1][i], c[2][i]]);
        }
        lines.push([c[0][0], c[1][1], c[2][2]]);
        lines.push([c[0][2], c[1][1], c[2][0]]);

        for line in lines {
            if line[0] != Cell::Empty && line[0] == line[1] && line[1] == line[2] {
                return Some(line[0]);
            }
        }
        None
    }
}

fn main() {
    let mut board = Board::new();
    let moves = [(1, 1), (0, 0), (0, 2), (0, 0), (2, 0)];
    let mut turn = Cell::Cross;

    for (row, col) in moves {
        if let Err(e) = board.play(row, col, turn) {
            println!("illegal: {}", e);
            continue;
        }
        turn = match turn {
            Cell::Cross => Cell::Nought,
            Cell::Nought => Cell::Cross,
            Cell::Empty => unreachable!(),
        };
        print!("{}", board);
        println!("---");
    }
    println!("{:?}", board.play(2, 2, turn));
    println!("{:?}", board.winner());
}
