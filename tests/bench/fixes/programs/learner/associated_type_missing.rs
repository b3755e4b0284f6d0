struct Countdown {
    left: u32,
}

impl Iterator for Countdown {
    fn next(&mut self) -> Option<u32> {
        if self.left == 0 {
            None
        } else {
            self.left -= 1;
            Some(self.left + 1)
        }
    }
}

fn main() {
    let all: Vec<u32> = Countdown { left: 5 }.collect();
    println!("{all:?}");
    let odd: u32 = Countdown { left: 8 }.filter(|n| n % 2 == 1).sum();
    println!("{odd}");
}
