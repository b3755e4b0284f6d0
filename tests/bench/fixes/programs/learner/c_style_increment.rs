fn collatz(start: u64) -> u32 {
    let mut n = start;
    let mut steps = 0;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps++;
    }
    steps
}

fn main() {
    for start in [1, 6, 7, 27] {
        println!("{start}: {} steps", collatz(start));
    }
    let longest = (1..20).max_by_key(|n| collatz(*n)).unwrap();
    println!("longest below 20: {longest}");
}
