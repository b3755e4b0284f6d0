struct Collatz {
    current: Option<u64>,
}

impl Collatz {
    fn starting_at(n: u64) -> Self {
        Collatz { current: Some(n) }
    }
}

impl Iterator for Collatz {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let value = self.current?;
        self.current = if value == 1 {
            None
        } else if value % 2 == 0 {
            Some(value / 2)
        } else {
            Some(value * 3 + 1)
        };
        Some(value)
    }
}

fn main() {
    let steps: Vec<u64> = Collatz::starting_at(6).collect();
    println!("6 -> {:?}", steps);

    let mut best = (0, 0);
    for n in 1..30 {
        let length = Collatz::starting_at(n).count();
        if length > best.1 {
            best = (n, length);
        }
    }
    println!("longest below 30: {} with {} terms", best.0, best.1);

    let peak = Collatz::starting_at(27).max().unwrap();
    println!("27 climbs up to {}", peak);
}
