#[derive(Debug, PartialEq)]
enum Direction {
    Up,
    Down,
    Still,
}

struct Elevator {
    floor: i32,
    direction: Direction,
    stops: Vec<i32>,
}

impl Elevator {
    fn step(&self) -> Direction {
        let target = self.stops.first().copied().unwrap_or(self.floor);
        self.direction = if target > self.floor {
            self.floor += 1;
            Direction::Up
        } else if target < self.floor {
            self.floor -= 1;
            Direction::Down
        } else {
            Direction::Still
        };
        self.direction
    }
}

fn main() {
    let mut e = Elevator { floor: 1, direction: Direction::Still, stops: vec![3] };
    while e.step() != Direction::Still {
        println!("floor {}", e.floor);
    }
    println!("{:?}", e.direction);
}
