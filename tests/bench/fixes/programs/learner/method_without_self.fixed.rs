struct Thermostat {
    target: f64,
    reading: f64,
}

impl Thermostat {
    fn difference(&self) -> f64 {
        self.target - self.reading
    }

    fn action(&self) -> &'static str {
        let d = self.difference();
        if d > 0.5 {
            "heat"
        } else if d < -0.5 {
            "cool"
        } else {
            "hold"
        }
    }
}

fn main() {
    for reading in [18.0, 21.2, 23.0] {
        let t = Thermostat { target: 21.0, reading };
        println!("{reading:.1} {}", t.action());
    }
}
