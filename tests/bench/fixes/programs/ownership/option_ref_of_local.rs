struct Sensor {
    readings: Vec<i32>,
}

impl Sensor {
    fn worst(&self, limit: i32) -> Option<&i32> {
        let over: Vec<i32> = self.readings.iter().map(|r| r - limit).filter(|d| *d > 0).collect();
        over.iter().max()
    }

    fn report(&self, limit: i32) -> String {
        match self.worst(limit) {
            Some(d) => format!("over by {d}"),
            None => "fine".to_string(),
        }
    }
}

fn main() {
    let s = Sensor { readings: vec![70, 82, 64] };
    println!("{}", s.report(75));
    println!("{}", s.report(90));
    println!("{:?}", s.worst(60));
}
