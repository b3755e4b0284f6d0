struct Celsius(f64);
struct Kelvin(f64);

impl From<Kelvin> for Celsius {
    fn from(c: Celsius) -> Kelvin {
        Kelvin(c.0 + 273.15)
    }
}

fn colder(a: &Kelvin, b: &Kelvin) -> f64 {
    a.0.min(b.0)
}

fn main() {
    let room: Kelvin = Celsius(21.0).into();
    let freezer = Kelvin::from(Celsius(-18.0));
    println!("{:.2} {:.2}", room.0, freezer.0);
    println!("{:.2}", colder(&room, &freezer));
}
