#[derive(Debug)]
struct Stop {
    name: String,
    minute: u32,
}

struct Route {
    stops: Vec<Stop>,
}

impl Route {
    fn delay(&mut self, by: u32) {
        for s in &mut self.stops {
            s.minute += by;
        }
    }

    fn last(&self) -> Stop {
        let last = self.stops.len() - 1;
        Stop { name: self.stops[last].name.clone(), minute: self.stops[last].minute }
    }
}

fn main() {
    let stops = vec![
        Stop { name: "Harbour".into(), minute: 5 },
        Stop { name: "Museum".into(), minute: 14 },
    ];
    let mut route = Route { stops };
    route.delay(3);
    let end = route.last();
    println!("{} at {}", end.name, end.minute);
    println!("{}", route.stops.len());
}
