trait Unit {
    const PER_BASE: f64;
    fn symbol() -> &'static str;
}

struct Meter;
struct Foot;
struct Mile;

impl Unit for Meter {
    const PER_BASE: f64 = 1.0;
    fn symbol() -> &'static str {
        "m"
    }
}

impl Unit for Foot {
    const PER_BASE: f64 = 3.28084;
    fn symbol() -> &'static str {
        "ft"
    }
}

impl Unit for Mile {
    const PER_BASE: f64 = 0.000621371;
    fn symbol() -> &'static str {
        "mi"
    }
}

fn show_in<U: Unit>(meters: f64) -> String {
    let amount = meters * U::PER_BASE;
    format!("{:.2} {}", amount, Unit::symbol())
}

fn main() {
    let trail = [("bridge", 45.0), ("summit", 1830.0), ("hut", 950.5)];
    for (place, meters) in trail {
        println!(
            "{:<7} {} | {} | {}",
            place,
            show_in::<Meter>(meters),
            show_in::<Foot>(meters),
            show_in::<Mile>(meters)
        );
    }
}
