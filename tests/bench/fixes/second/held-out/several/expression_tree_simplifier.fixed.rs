use std::collections::HashMap;
use std::fmt;

#[derive(Debug, Clone, PartialEq)]
enum Expr {
    Num(i64),
    Var(String),
    Add(Box<Expr>, Box<Expr>),
    Mul(Box<Expr>, Box<Expr>),
    Neg(Box<Expr>),
}

use Expr::*;

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Num(n) => write!(f, "{}", n),
            Var(name) => write!(f, "{}", name),
            Add(a, b) => write!(f, "({} + {})", a, b),
            Mul(a, b) => write!(f, "{} * {}", a, b),
            Neg(e) => write!(f, "-{}", e),
        }
    }
}

fn num(n: i64) -> Expr {
    Num(n)
}

fn var(name: &str) -> Expr {
    Var(name.to_string())
}

fn add(a: Expr, b: Expr) -> Expr {
    Add(Box::new(a), Box::new(b))
}

fn mul(a: Expr, b: Expr) -> Expr {
    Mul(Box::new(a), Box::new(b))
}

fn eval(expr: &Expr, env: &HashMap<String, i64>) -> Result<i64, String> {
    match expr {
        Num(n) => Ok(*n),
        Var(name) => env.get(name).copied().ok_or(format!("unbound {}", name)),
        Add(a, b) => Ok(eval(a, env)? + eval(b, env)?),
        Mul(a, b) => Ok(eval(a, env)? * eval(b, env)?),
        Neg(e) => Ok(-eval(e, env)?),
    }
}

fn simplify(expr: Expr) -> Expr {
    match expr {
        Add(a, b) => match (simplify(*a), simplify(*b)) {
            (Num(0), e) | (e, Num(0)) => e,
            (Num(x), Num(y)) => Num(x + y),
            (a, b) => add(a, b),
        },
        Mul(a, b) => match (simplify(*a), simplify(*b)) {
            (Num(0), _) | (_, Num(0)) => Num(0),
            (Num(1), e) | (e, Num(1)) => e,
            (a, b) => mul(a, b),
        },
        Neg(e) => match simplify(*e) {
            Num(n) => Num(-n),
            e => Neg(Box::new(e)),
        },
        other => other,
    }
}

fn main() {
    let mut env = HashMap::new();
    env.insert("x".to_string(), 7);

    let samples = vec![
        add(mul(num(1), var("x")), num(0)),
        mul(add(num(2), num(3)), Neg(Box::new(num(4)))),
        add(mul(var("y"), num(0)), var("x")),
        Neg(Box::new(add(var("x"), var("y")))),
    ];

    for expr in samples {
        let short = simplify(expr.clone());
        print!("{} => {}", expr, short);
        match eval(&short, &env) {
            Ok(value) => println!(" = {}", value),
            Err(e) => println!(" ({})", e),
        }
    }
}
