#[derive(Debug, Clone, Copy, PartialEq)]
enum Light {
    Red,
    Amber,
    Green,
    Blinking(u8),
}

impl Light {
    fn next(self) -> Light {
        match self {
            Light::Red => Light::Green,
            Light::Green => Light::Amber,
            Light::Amber => Light::Red,
            Light::Blinking(n) if n > 1 => Light::Blinking(n - 1),
            Light::Blinking(_) => Light::Red,
        }
    }

    fn describe(&self) -> String {
        match self {
            Light::Blinking(times) => format!("blinking, {} left", times),
            Light::Red => "stop",
            Light::Amber => "get ready",
            Light::Green => "go",
        }
    }
}

fn main() {
    let mut light = Light::Blinking(3);
    for step in 0..7 {
        println!("{}: {}", step, light.describe());
        light = light.next();
    }
}
