enum Expr {
    Num(i64),
    Add(Box<Expr>, Box<Expr>),
    Neg(Box<Expr>),
}

fn simplify(e: &Expr) -> Expr {
    match e {
        Expr::Num(n) => Expr::Num(*n),
        Expr::Neg(inner) => match &**inner {
            Expr::Neg(twice) => simplify(twice),
            other => Expr::Neg(Box::new(simplify(other))),
        },
        Expr::Add(a, b) => Expr::Add(Box::new(simplify(a)), Box::new(simplify(b))),
    }
}

fn show(e: &Expr) -> String {
    match e {
        Expr::Num(n) => n.to_string(),
        Expr::Add(a, b) => format!("({} + {})", show(a), show(b)),
        Expr::Neg(a) => format!("-{}", show(a)),
    }
}

fn main() {
    let neg = Expr::Neg(Box::new(Expr::Neg(Box::new(Expr::Num(4)))));
    let sum = Expr::Add(Box::new(neg), Box::new(Expr::Neg(Box::new(Expr::Num(1)))));
    println!("{}", show(&sum));
    println!("{}", show(&simplify(&sum)));
}
