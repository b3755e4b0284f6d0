#[derive(Debug, Clone)]
struct Matrix<T> {
    size: usize,
    cells: Vec<T>,
}

impl<T: Copy + Default> Matrix<T> {
    fn filled(size: usize, f: impl Fn(usize, usize) -> T) -> Self {
        let mut cells = Vec::with_capacity(size * size);
        for row in 0..size {
            for col in 0..size {
                cells.push(f(row, col));
            }
        }
        Matrix { size, cells }
    }

    fn at(&self, row: usize, col: usize) -> T {
        self.cells[row * self.size + col]
    }
}

fn trace<T: Copy + Default + std::ops::Add<Output = T>>(m: &Matrix<T>) -> T {
    let mut sum = T::default();
    for i in 0..m.size {
        sum = sum + m.at(i, i);
    }
    sum
}

fn main() {
    let ints = Matrix::filled(3, |r, c| (r * 3 + c) as i32);
    let floats = Matrix::filled(2, |r, c| r as f64 + c as f64 / 2.0);
    println!("{:?}", ints.cells);
    println!("{} {}", trace(&ints), trace(&floats));
}
