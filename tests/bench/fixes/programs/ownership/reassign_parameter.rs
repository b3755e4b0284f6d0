fn gcd(a: u64, b: u64) -> u64 {
    while b != 0 {
        let r = a % b;
        a = b;
        b = r;
    }
    a
}

fn reduce(num: u64, den: u64) -> (u64, u64) {
    let g = gcd(num, den);
    (num / g, den / g)
}

fn main() {
    for (n, d) in [(12, 18), (100, 75), (7, 13)] {
        let (a, b) = reduce(n, d);
        println!("{n}/{d} = {a}/{b}");
    }
    println!("{}", gcd(1071, 462));
}
