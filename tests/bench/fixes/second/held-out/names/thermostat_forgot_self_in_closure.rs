#[derive(Debug, Clone)]
struct Room {
    name: &'static str,
    temp: f64,
}

struct Thermostat {
    target: f64,
    tolerance: f64,
    rooms: Vec<Room>,
}

impl Thermostat {
    fn too_cold(&self) -> Vec<&Room> {
        self.rooms
            .iter()
            .filter(|room| room.temp < target - self.tolerance)
            .collect()
    }

    fn heat(&mut self, step: f64) {
        let limit = self.target;
        for room in self.rooms.iter_mut() {
            if room.temp < limit {
                room.temp += step;
            }
        }
    }
}

fn main() {
    let mut t = Thermostat {
        target: 20.0,
        tolerance: 0.5,
        rooms: vec![
            Room { name: "hall", temp: 18.0 },
            Room { name: "kitchen", temp: 19.0 },
            Room { name: "bath", temp: 21.5 },
        ],
    };
    for round in 1..=3 {
        let names: Vec<&str> = t.too_cold().iter().map(|r| r.name).collect();
        println!("round {}: {:?}", round, names);
        t.heat(0.75);
    }
}
