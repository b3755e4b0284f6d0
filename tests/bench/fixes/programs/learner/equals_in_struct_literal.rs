#[derive(Debug)]
struct Planet {
    name: &'static str,
    moons: u32,
    radius: f64,
}

fn volume(p: &Planet) -> f64 {
    4.0 / 3.0 * 3.14 * p.radius.powi(3.0)
}

fn main() {
    let planets = [
        Planet { name: "Mars", moons: 2, radius: 3.4 },
        Planet { name= "Venus", moons= 0, radius= 6.1 },
    ];
    for p in &planets {
        println!("{} {} {:.1}", p.name, p.moons, volume(p));
    }
    println!("{} moons", planets.iter().map(|p| p.moons).sum::<u32>());
}
