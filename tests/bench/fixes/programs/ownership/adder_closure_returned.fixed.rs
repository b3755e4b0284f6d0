fn make_adder(step: i32) -> impl Fn(i32) -> i32 {
    move |x| x + step
}

fn make_clamp(lo: i32, hi: i32) -> impl Fn(i32) -> i32 {
    move |x| if x < lo { lo } else if x > hi { hi } else { x }
}

fn apply_all(fs: &[Box<dyn Fn(i32) -> i32>], start: i32) -> i32 {
    fs.iter().fold(start, |acc, f| f(acc))
}

fn main() {
    let pipeline: Vec<Box<dyn Fn(i32) -> i32>> = vec![
        Box::new(make_adder(7)),
        Box::new(make_clamp(0, 20)),
        Box::new(make_adder(-3)),
    ];
    for start in [1, 10, 30] {
        println!("{start} -> {}", apply_all(&pipeline, start));
    }
}
