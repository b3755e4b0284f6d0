fn litres(km: u32, per_100: f64) -> f64 {
    f64::from(km) * per_100 / 100.0
}

fn cost(km: u32, per_100: f64, price: f64) -> String {
    format!("{:.2}", litres(km, per_100) * price)
}

fn main() {
    let trips = [("sea", 250), ("hills", 80)];
    for (name, km) in trips {
        println!("{name}: {:.1} l, {}", litres(km, 6.4), cost(km, 6.4, 1.75));
    }
    let all: u32 = trips.iter().map(|t| t.1).sum();
    println!("{all} km");
}
