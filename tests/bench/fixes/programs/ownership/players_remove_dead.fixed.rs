#[derive(Debug)]
struct Player {
    name: &'static str,
    health: i32,
}

fn hit_all(players: &mut Vec<Player>, damage: i32) {
    for p in players.iter_mut() {
        p.health -= damage;
    }
    players.retain(|p| p.health > 0);
}

fn main() {
    let mut players = vec![
        Player { name: "orc", health: 12 },
        Player { name: "elf", health: 5 },
        Player { name: "bat", health: 2 },
        Player { name: "cat", health: 9 },
    ];
    hit_all(&mut players, 5);
    for p in &players {
        println!("{} {}", p.name, p.health);
    }
}
