#[derive(Debug)]
struct Elevator {
    floor: i32,
    moved: u32,
}

impl Elevator {
    fn go(&mut self, target: i32) -> String {
        let diff = target - self.floor;
        let text = match diff {
            0 => format!("already on {}", target),
            d if d > 0 => format!("up {} to {}", d, target),
            d => format!("down {} to {}", -d, target),
        };
        self.moved += diff.unsigned_abs();
        self.floor = target;
        text
    }
}

fn main() {
    let mut lift = Elevator { floor: 0, moved: 0 };
    for target in [4, 4, 1, -2, 6] {
        println!("{}", lift.go(target));
    }
    println!("{:?}", lift);
}
