fn roman_digit(d: u32, one: &str, five: &str, ten: &str) -> String {
    match d {
        0 => String::new(),
        1..=3 => one.repeat(d as usize),
        4 => format!("{one}{five}"),
        5..=8 => format!("{five}{}", one.repeat(d as usize - 5)),
        9 => format!("{one}{ten}"),
    }
}

fn roman(n: u32) -> String {
    let tens = roman_digit(n / 10 % 10, "X", "L", "C");
    let units = roman_digit(n % 10, "I", "V", "X");
    tens + &units
}

fn main() {
    for n in [4, 19, 48, 96] {
        println!("{n} {}", roman(n));
    }
}
