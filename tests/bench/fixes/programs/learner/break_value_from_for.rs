fn find_root(n: u64) -> u64 {
    let root = for i in 0..=n {
        if i * i >= n {
            break i;
        }
    };
    root
}

fn is_square(n: u64) -> bool {
    let r = find_root(n);
    r * r == n
}

fn main() {
    println!("{} {}", find_root(50), find_root(0));
    let squares: Vec<u64> = (1..30).filter(|n| is_square(*n)).collect();
    println!("{squares:?}");
    println!("{}", is_square(144));
}
