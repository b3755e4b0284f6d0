mod units {
    pub const CM_PER_INCH: f64 = 2.54;

    pub fn inches_to_cm(inches: f64) -> f64 {
        inches * CM_PER_INCH
    }

    pub mod screen {
        #[derive(Debug, Clone, Copy)]
        pub struct Screen {
            pub width_in: f64,
            pub height_in: f64,
        }

        impl Screen {
            pub fn size_cm(&self) -> (f64, f64) {
                (super::inches_to_cm(self.width_in), super::inches_to_cm(self.height_in))
            }

            pub fn diagonal(&self) -> f64 {
                (self.width_in.powi(2) + self.height_in.powi(2)).sqrt()
            }
        }
    }
}

use units::screen::Screen;

fn main() {
    let screens = [
        Screen { width_in: 12.0, height_in: 9.0 },
        Screen { width_in: 24.0, height_in: 10.0 },
    ];
    for s in screens {
        let (w, h) = s.size_cm();
        println!("{:.1}\" = {:.2} x {:.2} cm", s.diagonal(), w, h);
    }
}
