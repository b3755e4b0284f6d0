#[derive(Debug, Clone, PartialEq)]
struct Matrix {
    rows: Vec<Vec<i64>>,
}

impl Matrix {
    fn identity(n: usize) -> Matrix {
        let rows = (0..n).map(|i| (0..n).map(|j| (i == j) as i64).collect()).collect();
        Matrix { rows }
    }

    fn mul(&self, other: &Matrix) -> Matrix {
        let n = self.rows.len();
        let mut rows = vec![vec![0; n]; n];
        for i in 0..n {
            for j in 0..n {
                rows[i][j] = (0..n).map(|k| self.rows[i][k] * other.rows[k][j]).sum();
            }
        }
        Matrix { rows }
    }
}

fn power(base: &Matrix, exp: u32) -> Matrix {
    let mut result = Matrix::identity(base.rows.len());
    for _ in 0..exp {
        let next = result;
        result = next.mul(result);
    }
    result
}

fn main() {
    let fib = Matrix { rows: vec![vec![1, 1], vec![1, 0]] };
    let p = power(&fib, 10);
    println!("{:?}", p.rows[0]);
    println!("{}", power(&fib, 1) == fib);
}
