#[derive(Debug)]
struct Fighter {
    name: String,
    power: u32,
}

fn fight(a: Fighter, b: Fighter) -> Fighter {
    let winner = if a.power >= b.power { a } else { b };
    let loser = if winner.name == a.name { &b.name } else { &a.name };
    println!("{} beats {loser}", winner.name);
    winner
}

fn main() {
    let fighters = ["Ash", "Birch", "Cedar", "Dogwood"];
    let mut bracket: Vec<Fighter> = fighters
        .iter()
        .map(|n| Fighter { name: n.to_string(), power: n.len() as u32 })
        .collect();
    while bracket.len() > 1 {
        let b = bracket.pop().unwrap();
        let a = bracket.pop().unwrap();
        bracket.insert(0, fight(a, b));
    }
    println!("champion {}", bracket[0].name);
}
