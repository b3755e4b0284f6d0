#[derive(Debug)]
struct Player {
    name: String,
    wins: u32,
}

struct League {
    players: Vec<Player>,
    rounds: u32,
}

impl League {
    fn new(players: Vec<Player>) -> Self {
        League { players, rounds: 0 }
    }

    fn play_round(&mut self) {
        let index = (self.rounds as usize * 2 + 1) % self.players.len();
        self.players[index].wins += 3;
        self.rounds += 1;
    }

    fn leader(&self) -> &str {
        &self.players.iter().max_by_key(|p| p.wins).unwrap().name
    }
}

fn main() {
    let players = vec![
        Player { name: "Nadia".to_string(), wins: 4 },
        Player { name: "Piotr".to_string(), wins: 2 },
        Player { name: "Quinn".to_string(), wins: 1 },
    ];

    let favourite = &players[0].name;
    let mut league = League::new(players);
    for _ in 0..2 {
        league.play_round();
    }

    println!("favourite before the season: {}", favourite);
    println!("leader after {} rounds: {}", league.rounds, league.leader());
}
