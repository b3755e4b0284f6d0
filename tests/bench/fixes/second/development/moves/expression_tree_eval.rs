enum Expr {
    Num(i64),
    Neg(Box<Expr>),
    Add(Box<Expr>, Box<Expr>),
    Mul(Box<Expr>, Box<Expr>),
}

use Expr::*;

fn eval(expr: &Expr) -> i64 {
    match *expr {
        Num(n) => n,
        Neg(inner) => -eval(&inner),
        Add(a, b) => eval(&a) + eval(&b),
        Mul(a, b) => eval(&a) * eval(&b),
    }
}

fn show(expr: &Expr) -> String {
    match expr {
        Num(n) => n.to_string(),
        Neg(inner) => format!("-{}", show(inner)),
        Add(a, b) => format!("({} + {})", show(a), show(b)),
        Mul(a, b) => format!("{} * {}", show(a), show(b)),
    }
}

fn num(n: i64) -> Box<Expr> {
    Box::new(Num(n))
}

fn main() {
    let tree = Mul(
        Box::new(Add(num(2), num(3))),
        Box::new(Neg(Box::new(Add(num(4), num(-6))))),
    );
    println!("{} = {}", show(&tree), eval(&tree));
}
