fn is_power_of_two(n: u32) -> bool {
    n != 0 && n & (n - 1) == 0
}

fn flags(bits: u8) -> Vec<&'static str> {
    let mut out = Vec::new();
    if bits & 1 {
        out.push("read");
    }
    if bits & 2 {
        out.push("write");
    }
    if bits & 4 != 0 {
        out.push("run");
    }
    out
}

fn main() {
    for b in [0, 3, 6] {
        println!("{b}: {}", flags(b).join("+"));
    }
    println!("{} {}", is_power_of_two(64), is_power_of_two(65));
}
