mod units {
    pub mod length {
        pub fn miles_to_km(m: f64) -> f64 {
            m * 1.609
        }
    }

    pub mod speed {
        pub fn mph_to_kmh(mph: f64) -> f64 {
            length::miles_to_km(mph)
        }
    }
}

use units::speed::mph_to_kmh;

fn main() {
    for mph in [30.0, 70.0] {
        println!("{mph} mph = {:.1} km/h", mph_to_kmh(mph));
    }
    println!("{:.2}", units::length::miles_to_km(26.2));
}
