struct Hero {
    health: i32,
    armour: i32,
}

struct Monster {
    power: i32,
    kills: u32,
}

struct World {
    hero: Hero,
    monsters: Vec<Monster>,
}

impl World {
    fn hurt_hero(&mut self, power: i32) -> bool {
        self.hero.health -= (power - self.hero.armour).max(0);
        self.hero.health <= 0
    }

    fn turn(&mut self) {
        for m in self.monsters.iter_mut() {
            if self.hurt_hero(m.power) {
                m.kills += 1;
            }
        }
    }
}

fn main() {
    let mut w = World {
        hero: Hero { health: 10, armour: 1 },
        monsters: vec![Monster { power: 6, kills: 0 }, Monster { power: 7, kills: 0 }],
    };
    w.turn();
    println!("health {}", w.hero.health);
    for m in &w.monsters {
        println!("{} {}", m.power, m.kills);
    }
}
