#[derive(Clone, Copy, Debug, PartialEq)]
enum Light {
    Red,
    Green,
    Yellow,
}

impl Light {
    fn next(self) -> Light {
        match self {
            Light::Red: Light::Green,
            Light::Green: Light::Yellow,
            Light::Yellow: Light::Red,
        }
    }

    fn seconds(self) -> u32 {
        if self == Light::Yellow { 3 } else { 20 }
    }
}

struct Crossing {
    light: Light,
    clock: u32,
}

impl Crossing {
    fn step(&mut self) {
        self.clock += self.light.seconds();
        self.light = self.light.next();
    }
}

fn main() {
    let mut crossing = Crossing { light: Light::Red, clock: 0 };
    for _ in 0..5 {
        println!("t={:>3} {:?}", crossing.clock, crossing.light);
        crossing.step();
    }
}
