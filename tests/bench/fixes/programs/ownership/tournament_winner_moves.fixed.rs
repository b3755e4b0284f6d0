#[derive(Debug)]
struct Fighter {
    name: String,
    power: u32,
}

fn fight(a: Fighter, b: Fighter) -> Fighter {
    let (winner, loser) = if a.power >= b.power { (a, b) } else { (b, a) };
    println!("{} beats {}", winner.name, loser.name);
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
