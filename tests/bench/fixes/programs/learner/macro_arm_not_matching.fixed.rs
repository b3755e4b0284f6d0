macro_rules! max_of {
    ($x:expr) => { $x };
    ($x:expr, $($rest:expr),+) => {{
        let a = $x;
        let b = max_of!($($rest),+);
        if a > b { a } else { b }
    }};
}

fn temperature(day: usize) -> i32 {
    [12, 19, 7, 23, 16][day % 5]
}

fn main() {
    println!("{}", max_of!(3));
    println!("{}", max_of!(3, 8, 5));
    let warmest = max_of!(temperature(0), temperature(3), temperature(9));
    println!("warmest {warmest}");
    println!("{:.1}", max_of!(0.5, 0.25));
}
