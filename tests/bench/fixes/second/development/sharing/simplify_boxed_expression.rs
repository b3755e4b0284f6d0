#[derive(Debug, Clone, PartialEq)]
enum Expr {
    Num(i64),
    Var(String),
    Neg(Box<Expr>),
    Sum(Box<Expr>, Box<Expr>),
}

fn neg(e: Expr) -> Expr {
    Expr::Neg(Box::new(e))
}

fn sum(a: Expr, b: Expr) -> Expr {
    Expr::Sum(Box::new(a), Box::new(b))
}

fn simplify(e: Expr) -> Expr {
    match e {
        Expr::Neg(inner) => match inner {
            Expr::Num(n) => Expr::Num(-n),
            Expr::Neg(x) => simplify(*x),
            other => neg(simplify(other)),
        },
        Expr::Sum(a, b) => match (*a, *b) {
            (Expr::Num(x), Expr::Num(y)) => Expr::Num(x + y),
            (Expr::Num(0), e) | (e, Expr::Num(0)) => simplify(e),
            (l, r) => sum(simplify(l), simplify(r)),
        },
        other => other,
    }
}

fn main() {
    let x = Expr::Var("x".to_string());
    let cases = vec![
        neg(neg(x.clone())),
        sum(Expr::Num(0), x.clone()),
        sum(Expr::Num(4), Expr::Num(38)),
        sum(neg(Expr::Num(7)), x),
    ];
    for case in cases {
        println!("{:?}", simplify(case));
    }
}
