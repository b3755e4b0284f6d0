struct Sensor {
    id: i32,
    readings: Vec<f32>,
}

impl Sensor {
    fn record(&mut self, value: f32) {
        self.readings.push(value);
    }

    fn mean(&self) -> Option<f32> {
        match self.readings.len() {
            0 => None,
            n => Some(self.readings.iter().sum::<f32>() / n as f32),
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
