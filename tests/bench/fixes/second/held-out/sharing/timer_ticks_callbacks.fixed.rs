struct Timer {
    now: u32,
    callbacks: Vec<(u32, Box<dyn FnMut(u32) -> String>)>,
}

impl Timer {
    fn new() -> Self {
        Timer { now: 0, callbacks: vec![] }
    }

    fn every(&mut self, period: u32, callback: Box<dyn FnMut(u32) -> String>) {
        self.callbacks.push((period, callback));
    }

    fn tick(&mut self) {
        self.now += 1;
        for (period, callback) in &mut self.callbacks {
            if self.now % *period == 0 {
                println!("t={} {}", self.now, callback(self.now));
            }
        }
    }
}

fn main() {
    let mut timer = Timer::new();

    let mut beeps = 0;
    timer.every(
        2,
        Box::new(move |_| {
            beeps += 1;
            format!("beep #{}", beeps)
        }),
    );

    let mut last = 0;
    timer.every(
        3,
        Box::new(move |now| {
            let gap = now - last;
            last = now;
            format!("gap {}", gap)
        }),
    );

    for _ in 0..7 {
        timer.tick();
    }
}
