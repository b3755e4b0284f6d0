#[derive(Debug)]
struct Fighter {
    name: String,
    hp: i32,
    power: i32,
}

impl Fighter {
    fn new(name: &str, hp: i32, power: i32) -> Fighter {
        Fighter { name: name.to_string(), hp, power }
    }

    fn strike(&mut self, other: &mut Fighter) {
        other.hp -= self.power;
        self.power += 1;
        println!("{} hits {} -> {} hp", self.name, other.name, other.hp);
    }

    fn alive(&self) -> bool {
        self.hp > 0
    }
}

fn main() {
    let mut arena = vec![
        Fighter::new("Orc", 20, 4),
        Fighter::new("Elf", 14, 6),
    ];

    let first = &mut arena[0];
    let second = &mut arena[1];

    while first.alive() && second.alive() {
        first.strike(second);
        if second.alive() {
            second.strike(first);
        }
    }

    for f in arena.iter().filter(|f| f.alive()) {
        println!("winner: {} ({} hp, power {})", f.name, f.hp, f.power);
    }
}
