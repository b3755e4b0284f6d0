#[derive(Debug, Clone)]
enum Monster {
    Goblin { hp: i32, gold: u32 },
    Dragon { hp: i32, gold: u32, fire: i32 },
    Ghost,
}

impl Monster {
    fn loot(&self) -> u32 {
        match self {
            Monster::Goblin { gold, .. } => *gold,
            Monster::Dragon { gold, .. } => *gold * 2,
            Monster::Ghost => 0,
        }
    }

    fn hit(&mut self, damage: i32) -> bool {
        match self {
            Monster::Goblin { hp, .. } | Monster::Dragon { hp, .. } => {
                *hp -= damage;
                *hp <= 0
            }
            Monster::Ghost => false,
        }
    }
}

fn main() {
    let mut cave = vec![
        Monster::Goblin { hp: 7, gold: 12 },
        Monster::Dragon { hp: 30, gold: 500, fire: 9 },
        Monster::Ghost,
    ];
    let mut purse = 0;
    for m in cave.iter_mut() {
        if m.hit(10) {
            purse += m.loot();
        }
    }
    let remaining: u32 = cave.iter().map(Monster::loot).sum();
    println!("purse {} of {}", purse, remaining);
    println!("{:?}", cave[1]);
}
