fn main() {
    let mut stack: Vec<i64> = Vec::new();
    let program = "3 4 + 2 * 7 -";
    let mut binary = |f: fn(i64, i64) -> i64| {
        let b = stack.pop().unwrap();
        let a = stack.pop().unwrap();
        stack.push(f(a, b));
    };
    for token in program.split(' ') {
        match token {
            "+" => binary(|a, b| a + b),
            "-" => binary(|a, b| a - b),
            "*" => binary(|a, b| a * b),
            n => stack.push(n.parse().unwrap()),
        }
    }
    println!("{:?}", stack);
}
