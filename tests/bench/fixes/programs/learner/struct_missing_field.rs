#[derive(Debug, Clone)]
struct Ship {
    name: String,
    crew: u32,
    cargo: Vec<String>,
}

fn launch(name: &str, crew: u32) -> Ship {
    Ship { name: name.to_string(), crew }
}

fn load(mut ship: Ship, goods: &[&str]) -> Ship {
    for g in goods {
        ship.cargo.push(g);
    }
    ship
}

fn main() {
    let ship = load(launch("Vesta", 12), &["rum", "tar"]);
    println!("{} sails with {} and {:?}", ship.name, ship.crew, ship.cargo);
    let empty = launch("Juno", 3);
    println!("{:?}", empty);
}
