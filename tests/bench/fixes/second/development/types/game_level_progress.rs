#[derive(Debug)]
struct Player {
    name: &'static str,
    xp: u32,
    level: u32,
}

impl Player {
    fn new(name: &'static str) -> Self {
        Player { name, xp: 0, level: starting_level() }
    }

    fn gain(&mut self, xp: u32) {
        self.xp += xp;
        while self.xp >= xp_needed(self.level) {
            self.xp -= xp_needed(self.level);
            self.level += 1;
        }
    }

    fn respawn(&mut self) {
        self.xp = 0;
        self.level = starting_level;
    }
}

fn starting_level() -> u32 {
    1
}

fn xp_needed(level: u32) -> u32 {
    100 * level
}

fn main() {
    let mut p = Player::new("Mira");
    for xp in [50, 80, 400] {
        p.gain(xp);
        println!("{} is level {} with {} xp", p.name, p.level, p.xp);
    }
    p.respawn();
    println!("{:?}", p);
}
