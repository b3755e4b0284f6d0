fn to_fahrenheit(celsius: f64) -> f64 {
    celcius * 9.0 / 5.0 + 32.0
}

fn feels(celsius: f64, wind: f64) -> &'static str {
    let adjusted = celsius - wind / 10.0;
    if adjusted < 0.0 {
        "freezing"
    } else if adjusted < 15.0 {
        "cool"
    } else {
        "warm"
    }
}

fn main() {
    for (c, wind) in [(-2.0, 5.0), (12.0, 30.0), (24.5, 8.0)] {
        println!("{:.1}F {}", to_fahrenheit(c), feels(c, wind));
    }
}
