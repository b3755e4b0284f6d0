fn primes_up_to(limit: u32, found: &mut Vec<u32>) {
    for n in 2..=limit {
        let mut is_prime = true;
        for p in found.iter() {
            if p * p > n {
                break;
            }
            if n % p == 0 {
                is_prime = false;
                break;
            }
        }
        if is_prime {
            found.push(n);
        }
    }
}

fn main() {
    let mut primes = Vec::new();
    primes_up_to(30, &mut primes);
    println!("{primes:?}");
    println!("sum {}", primes.iter().sum::<u32>());
}
