fn digits(mut n: u32) -> Vec<u32> {
    let mut out = Vec::new();
    while n > 0 {
        out.push(n % 10);
        n /= 10;
    }
    out.reverse();
    out
}

fn main() {
    let mut level = 3;
    let shown = &level;
    level += 1;
    println!("was level {shown}, now level {level}");
    let mut score = 904;
    score += level * 11;
    println!("{:?}", digits(score));
    let ones = digits(score).iter().filter(|d| **d == 9).count();
    println!("{ones} nines");
}
