mod level {
    pub const LOW: u32 = 10;
    pub const HIGH: u32 = 90;
}

fn classify(value: u32) -> &'static str {
    match value {
        0..=level::LOW => "low",
        level::HIGH..=100 => "high",
        level::LOW..=level::HIGH => "normal",
        _ => "invalid",
    }
}

fn main() {
    for v in [4, 10, 55, 95, 140] {
        println!("{v} {}", classify(v));
    }
    let normal = (0..=100).filter(|v| classify(*v) == "normal").count();
    println!("{normal}");
}
