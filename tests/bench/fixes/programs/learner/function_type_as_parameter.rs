fn apply_twice(f: Fn(i64) -> i64, x: i64) -> i64 {
    f(f(x))
}

fn compose(a: impl Fn(i64) -> i64, b: impl Fn(i64) -> i64) -> impl Fn(i64) -> i64 {
    move |x| b(a(x))
}

fn main() {
    let step = 4;
    println!("{}", apply_twice(|x| x + step, 10));
    println!("{}", apply_twice(|x| x * x, 3));
    let both = compose(|x| x - 1, |x| x * 100);
    println!("{} {}", both(6), apply_twice(&both, 2));
}
