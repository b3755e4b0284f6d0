#[derive(Clone, Debug)]
struct Matrix {
    n: usize,
    cells: Vec<i32>,
}

impl Matrix {
    fn new(n: usize) -> Self {
        Matrix { n, cells: vec![0; n * n] }
    }

    fn at(&self, r: usize, c: usize) -> i32 {
        self.cells[r * self.n + c]
    }

    fn set(&mut self, r: usize, c: usize, v: i32) {
        self.cells[r * self.n + c] = v;
    }

    fn trace(&self) -> i32 {
        let mut sum = 0;
        for (int i = 0; i < self.n; i++) {
            sum += self.at(i, i);
        }
        sum
    }

    fn transpose(&self) -> Matrix {
        let mut t = Matrix::new(self.n);
        for r in 0..self.n {
            for c in 0..self.n {
                t.set(c, r, self.at(r, c));
            }
        }
        t
    }
}

fn main() {
    let mut m = Matrix::new(3);
    for r in 0..3 {
        for c in 0..3 {
            m.set(r, c, (r * 3 + c) as i32);
        }
    }
    println!("trace = {}", m.trace());
    println!("transposed = {:?}", m.transpose().cells);
}
