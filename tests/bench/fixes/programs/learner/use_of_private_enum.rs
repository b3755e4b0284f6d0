mod traffic {
    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Light {
        Red,
        Amber,
        Green,
    }

    pub mod control {
        use super::Light;

        pub fn next(l: Light) -> Light {
            match l {
                Light::Red => Light::Green,
                Light::Green => Light::Amber,
                Light::Amber => Light::Red,
            }
        }
    }
}

use traffic::control;
use traffic::Light;

fn main() {
    let mut l = Light::Red;
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(format!("{l:?}"));
        l = control::next(l);
    }
    println!("{}", seen.join(">"));
}
