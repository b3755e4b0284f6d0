fn digits_sum(mut n: u32) -> u32 {
    let mut sum = 0
    while n > 0 {
        sum += n % 10;
        n /= 10;
    }
    sum
}

fn digital_root(n: u32) -> u32 {
    let s = digits_sum(n);
    if s < 10 {
        s
    } else {
        digital_root(s)
    }
}

fn main() {
    for n in [7, 39, 9875, 123456] {
        println!("{n} -> {} -> {}", digits_sum(n), digital_root(n));
    }
}
