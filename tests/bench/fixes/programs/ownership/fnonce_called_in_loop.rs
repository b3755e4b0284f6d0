fn repeat<F>(times: usize, action: F)
where
    F: FnOnce(usize),
{
    for n in 0..times {
        action(n);
    }
}

fn stars(n: usize) -> String {
    "*".repeat(n + 1)
}

fn main() {
    let prefix = String::from("row");
    repeat(3, |n| {
        println!("{prefix} {n} {}", stars(n));
    });
    repeat(2, |n| println!("{}", n * 100));
    println!("{} done", prefix.to_uppercase());
}
