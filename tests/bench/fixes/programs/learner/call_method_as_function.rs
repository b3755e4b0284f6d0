struct Polynomial {
    coefficients: Vec<i64>,
}

impl Polynomial {
    fn eval(&self, x: i64) -> i64 {
        self.coefficients.iter().rev().fold(0, |acc, c| acc * x + c)
    }

    fn degree(&self) -> usize {
        self.coefficients.len() - 1
    }

    fn table(&self, upto: i64) -> Vec<i64> {
        (0..=upto).map(|x| eval(x)).collect()
    }
}

fn main() {
    let p = Polynomial { coefficients: vec![1, -2, 3] };
    println!("degree {}", p.degree());
    println!("{:?}", p.table(4));
    println!("{}", p.eval(-1));
}
