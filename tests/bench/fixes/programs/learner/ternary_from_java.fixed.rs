struct Lamp {
    watts: u32,
    on: bool,
}

impl Lamp {
    fn draw(&self) -> u32 {
        if self.on { self.watts } else { 0 }
    }

    fn toggle(&mut self) {
        self.on = !self.on;
    }
}

fn main() {
    let mut lamps = vec![Lamp { watts: 9, on: true }, Lamp { watts: 60, on: false }];
    println!("{} W", lamps.iter().map(Lamp::draw).sum::<u32>());
    for l in &mut lamps {
        l.toggle();
    }
    println!("{} W", lamps.iter().map(Lamp::draw).sum::<u32>());
}
