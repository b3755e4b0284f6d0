use std::cell::RefCell;

struct Sensor<'a> {
    id: u8,
    sink: &'a RefCell<Vec<i32>>,
}

impl<'a> Sensor<'a> {
    fn sample(&self, tick: i32) {
        let reading = tick * self.id as i32 + 3;
        self.sink.borrow_mut().push(reading);
    }
}

fn simulate(sensors: u8, ticks: i32) -> i32 {
    let sink = RefCell::new(Vec::new());
    for id in 1..=sensors {
        let sensor = Sensor { id, sink: &sink };
        for tick in 0..ticks {
            sensor.sample(tick);
        }
    }
    sink.borrow().iter().sum::<i32>()
}

fn main() {
    for (sensors, ticks) in [(1, 4), (2, 5), (3, 2)] {
        println!("{} sensors, {} ticks: {}", sensors, ticks, simulate(sensors, ticks));
    }
}
