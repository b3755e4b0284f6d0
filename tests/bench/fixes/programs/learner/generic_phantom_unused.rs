struct Metres;
struct Feet;

struct Length<Unit> {
    value: f64,
}

impl Length<Feet> {
    fn feet(value: f64) -> Self {
        Length { value }
    }

    fn to_metres(&self) -> Length<Metres> {
        Length { value: self.value * 0.3048 }
    }
}

impl Length<Metres> {
    fn show(&self) -> String {
        format!("{:.2} m", self.value)
    }
}

fn main() {
    for f in [3.0, 100.0] {
        println!("{}", Length::feet(f).to_metres().show());
    }
}
