struct Motor<'a> {
    floor: &'a mut u8,
    moves: usize,
}

impl<'a> Motor<'a> {
    fn attach(floor: &'a mut u8) -> Self {
        Motor { floor, moves: 0 }
    }

    fn up(&mut self) {
        *self.floor += 1;
        self.moves += 1;
    }

    fn down(&mut self) {
        *self.floor -= 1;
        self.moves += 1;
    }
}

fn main() {
    let calls = [3, 1, 5];
    let mut floor: u8 = 0;
    let mut motor = Motor::attach(&mut floor);

    for target in calls {
        while *motor.floor != target {
            if *motor.floor < target {
                motor.up();
            } else {
                motor.down();
            }
        }
        println!("doors open on {}", target);
    }

    println!("{} moves", motor.moves);
}
