struct Thermostat<'a> {
    celsius: f64,
    listeners: Vec<Box<dyn FnMut(f64, f64) + 'a>>,
}

impl<'a> Thermostat<'a> {
    fn new(celsius: f64) -> Self {
        Thermostat { celsius, listeners: Vec::new() }
    }

    fn on_change(&mut self, listener: impl FnMut(f64, f64) + 'a) {
        self.listeners.push(Box::new(listener));
    }

    fn set(&mut self, celsius: f64) {
        let old = self.celsius;
        self.celsius = celsius;
        for listener in self.listeners.iter_mut() {
            listener(old, celsius);
        }
    }
}

fn main() {
    let mut thermostat = Thermostat::new(19.0);
    let mut alarms = Vec::new();

    thermostat.on_change(|old, new| println!("{:.1} -> {:.1}", old, new));
    thermostat.on_change(|_, new| {
        if new > 24.0 {
            alarms.push(new);
            println!("alarm number {}", alarms.len());
        }
    });

    for reading in [20.5, 24.5, 23.0, 27.25] {
        thermostat.set(reading);
    }
    println!("last setting {:.2}", thermostat.celsius);
}
