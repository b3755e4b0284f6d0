use std::fmt;

#[derive(Debug, Clone, PartialEq)]
struct Term {
    factor: i32,
    power: u32,
}

struct Polynomial {
    terms: Vec<Term>,
}

impl Polynomial {
    fn new(factors: &[i32]) -> Self {
        let terms = factors
            .iter()
            .enumerate()
            .filter(|(_, &f)| f != 0)
            .map(|(i, &f)| Term { factor: f, power: i as u32 })
            .collect();
        Polynomial { terms }
    }

    fn eval(&self, x: i32) -> i32 {
        self.terms.iter().map(|t| t.factor * x.pow(t.power)).sum()
    }
}

impl fmt::Display for Polynomial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, term) in self.terms.iter().enumerate() {
            if i > 0 {
                write!(f, " + ")?;
            }
            match term.power {
                0 => write!(f, "{}", term.factor)?,
                1 => write!(f, "{}x", term.factor)?,
                p => write!(f, "{}x^{}", term.factor, p)?,
            }
        }
        Ok(())
    }
}

fn main() {
    for factors in [vec![1, 2, 3], vec![5, 0, 0, 1], vec![0, 7]] {
        let p = Polynomial::new(&factors);
        println!("{} at x=2 is {}", p, p.eval(2));
    }
}
