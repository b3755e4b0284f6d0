fn main() {
    let scale = 3;
    let ops: Vec<(&str, fn(i32) -> i32)> = vec![
        ("double", |n| n * 2),
        ("scale", |n| n * scale),
        ("square", |n| n * n),
    ];
    for (name, op) in &ops {
        println!("{name}: {}", op(7));
    }
    let all = ops.iter().fold(1, |acc, (_, op)| op(acc));
    println!("{all}");
    let names: Vec<&str> = ops.iter().map(|o| o.0).collect();
    println!("{}", names.join(","));
}
