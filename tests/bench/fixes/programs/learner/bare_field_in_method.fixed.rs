struct Odometer {
    km: u32,
    trips: Vec<u32>,
}

impl Odometer {
    fn drive(&mut self, distance: u32) {
        self.km += distance;
        self.trips.push(distance);
    }

    fn average(&self) -> Option<u32> {
        if self.trips.is_empty() {
            None
        } else {
            Some(self.trips.iter().sum::<u32>() / self.trips.len() as u32)
        }
    }
}

fn main() {
    let mut o = Odometer { km: 1000, trips: vec![] };
    println!("{:?}", o.average());
    o.drive(30);
    o.drive(70);
    println!("{} {:?}", o.km, o.average());
}
