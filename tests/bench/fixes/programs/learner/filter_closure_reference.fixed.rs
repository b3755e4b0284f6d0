fn primes(limit: u32) -> Vec<u32> {
    (2..=limit).filter(|n| (2..*n).all(|d| n % d != 0)).collect()
}

fn main() {
    let list = primes(40);
    let big: Vec<&u32> = list.iter().filter(|p| **p > 20).collect();
    println!("{big:?}");
    let twins: Vec<(u32, u32)> = list
        .windows(2)
        .filter(|w| w[1] - w[0] == 2)
        .map(|w| (w[0], w[1]))
        .collect();
    println!("{twins:?}");
    println!("{}", list.len());
}
