fn compound(principal: f64, rate: f64, years: u32) -> f64 {
    let mut sum = principal;
    for _ in 0..years {
        sum += sum * rate;
    }
    sum
}

fn doubling_time(rate: f64) -> u32 {
    let mut years = 0;
    while compound(1.0, rate, years) < 2.0 {
        years += 1;
    }
    years
}

fn main() {
    println!("{:.2}", compound(1000.0, 0.05, 3));
    println!("{}", doubling_time(0.07));
    println!("{}", doubling_time(0.5));
}
