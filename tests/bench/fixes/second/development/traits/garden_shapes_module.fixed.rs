mod shapes {
    pub trait Measure {
        fn area(&self) -> f64;
        fn perimeter(&self) -> f64;
    }

    pub struct Bed {
        pub width: f64,
        pub length: f64,
    }

    pub struct Pond {
        pub radius: f64,
    }

    impl Measure for Bed {
        fn area(&self) -> f64 {
            self.width * self.length
        }
        fn perimeter(&self) -> f64 {
            2.0 * (self.width + self.length)
        }
    }

    impl Measure for Pond {
        fn area(&self) -> f64 {
            std::f64::consts::PI * self.radius * self.radius
        }
        fn perimeter(&self) -> f64 {
            2.0 * std::f64::consts::PI * self.radius
        }
    }
}

mod planning {
    use super::shapes::{Bed, Measure, Pond};

    pub fn soil_bags(beds: &[Bed]) -> u32 {
        let total: f64 = beds.iter().map(|b| b.area()).sum();
        (total / 0.8).ceil() as u32
    }

    pub fn edging(pond: &Pond) -> f64 {
        pond.perimeter()
    }
}

use shapes::{Bed, Pond};

fn main() {
    let beds = vec![
        Bed { width: 1.2, length: 3.0 },
        Bed { width: 0.8, length: 2.5 },
    ];
    let pond = Pond { radius: 1.5 };
    println!("soil bags: {}", planning::soil_bags(&beds));
    println!("pond edging: {:.1} m", planning::edging(&pond));
}
