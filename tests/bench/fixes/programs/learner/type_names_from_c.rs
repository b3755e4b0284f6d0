struct Sensor {
    id: int,
    readings: Vec<float>,
}

impl Sensor {
    fn record(&mut self, value: float) {
        self.readings.push(value);
    }

    fn mean(&self) -> Option<float> {
        match self.readings.len() {
            0 => None,
            n => Some(self.readings.iter().sum::<float>() / n as float),
        }
    }
}

fn main() {
    let mut s = Sensor { id: 17, readings: vec![] };
    println!("{:?}", s.mean());
    for v in [2.5, 3.5, 9.0] {
        s.record(v);
    }
    println!("{} {:?}", s.id, s.mean());
}
