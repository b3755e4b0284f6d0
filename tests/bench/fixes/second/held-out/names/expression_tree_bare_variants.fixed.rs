#[derive(Debug)]
enum Expr {
    Num(f64),
    Neg(Box<Expr>),
    Add(Box<Expr>, Box<Expr>),
    Mul(Box<Expr>, Box<Expr>),
}

fn eval(e: &Expr) -> f64 {
    match e {
        Expr::Num(n) => *n,
        Expr::Neg(inner) => -eval(inner),
        Expr::Add(a, b) => eval(a) + eval(b),
        Expr::Mul(a, b) => eval(a) * eval(b),
    }
}

fn num(n: f64) -> Box<Expr> {
    Box::new(Expr::Num(n))
}

fn depth(e: &Expr) -> usize {
    match e {
        Expr::Num(_) => 1,
        Expr::Neg(x) => 1 + depth(x),
        Expr::Add(a, b) | Expr::Mul(a, b) => 1 + depth(a).max(depth(b)),
    }
}

fn main() {
    let tree = Expr::Add(
        num(4.0),
        Box::new(Expr::Mul(num(2.5), Box::new(Expr::Neg(num(3.0))))),
    );
    println!("value {}", eval(&tree));
    println!("depth {}", depth(&tree));
}
