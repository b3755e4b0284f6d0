fn first_divisor(n: u32) -> Option<u32> {
    (2..n).find(|d| n % d == 0)
}

fn main() {
    let numbers = [13, 35, 49, 64];
    for n in numbers {
        if let Some(d) = first_divisor(n) {
            let found = format!("{n} is divisible by {d}");
            if n % 7 == 0 {
                break;
            }
        } else {
            println!("{n} is prime");
        }
    }
    println!("{found}");
    println!("checked {}", numbers.len());
}
