fn sieve(limit: usize) -> Vec<usize> {
    let mut composite = [false; limit + 1];
    let mut primes = Vec::new();
    for n in 2..=limit {
        if composite[n] {
            continue;
        }
        primes.push(n);
        let mut multiple = n * n;
        while multiple <= limit {
            composite[multiple] = true;
            multiple += n;
        }
    }
    primes
}

fn main() {
    println!("{:?}", sieve(30));
    println!("{}", sieve(100).len());
    println!("{:?}", sieve(1));
}
