use std::fmt;
use std::ops::Mul;

#[derive(Debug, Clone, PartialEq)]
struct Matrix {
    rows: usize,
    cols: usize,
    cells: Vec<i32>,
}

impl Matrix {
    fn zeros(rows: usize, cols: usize) -> Self {
        Matrix { rows, cols, cells: vec![0; rows * cols] }
    }

    fn from_rows(rows: &[Vec<i32>]) -> Self {
        let cols = rows[0].len();
        let cells = rows.iter().flatten().copied().collect();
        Matrix { rows: rows.len(), cols, cells }
    }

    fn at(&self, r: usize, c: usize) -> i32 {
        self.cells[r * self.cols + c];
    }

    fn set(&mut self, r: usize, c: usize, value: i32) {
        self.cells[r * self.cols + c] = value;
    }

    fn rotate(&self) -> Matrix {
        let out = Matrix::zeros(self.cols, self.rows);
        for r in 0..self.rows {
            for c in 0..self.cols {
                out.set(c, self.rows - 1 - r, self.at(r, c));
            }
        }
        out
    }
}

impl Mul<i32> for Matrix {
    fn mul(self, factor: i32) -> Matrix {
        let cells = self.cells.iter().map(|x| x * factor).collect();
        Matrix { cells, ..self }
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for row in self.cells.chunks(self.cols) {
            let line: Vec<String> = row.iter().map(|v| format!("{:>3}", v)).collect();
            writeln!(f, "{}", line.join(" "))?;
        }
        Ok(())
    }
}

fn main() {
    let m = Matrix::from_rows(&[vec![1, 2, 3], vec![4, 5, 6]]);
    let turned = m.rotate();
    print!("{}", turned);

    let full = turned.rotate().rotate().rotate();
    println!("four turns give the original: {}", full == m);

    let doubled = m * 2;
    print!("{}", doubled);
    println!("sum {} -> {}", m.cells.iter().sum::<i32>(), doubled.cells.iter().sum::<i32>());
}
