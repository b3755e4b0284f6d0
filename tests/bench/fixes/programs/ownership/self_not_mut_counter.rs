struct Turnstile {
    locked: bool,
    coins: u32,
    passed: u32,
}

impl Turnstile {
    fn coin(&self) {
        self.coins += 1;
        self.locked = false;
    }

    fn push(&mut self) -> bool {
        if self.locked {
            return false;
        }
        self.passed += 1;
        self.locked = true;
        true
    }
}

fn main() {
    let mut gate = Turnstile { locked: true, coins: 0, passed: 0 };
    println!("{}", gate.push());
    gate.coin();
    println!("{}", gate.push());
    gate.coin();
    gate.coin();
    println!("{}", gate.push());
    println!("{} coins, {} passed", gate.coins, gate.passed);
}
