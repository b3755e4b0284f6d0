#[derive(Debug)]
struct Leg {
    to: &'static str,
    litres: i32,
}

const ROUTE: [Leg; 4] = [
    Leg { to: "Lyon", litres: 30 },
    Leg { to: "Turin", litres: 22 },
    Leg { to: "Genoa", litres: 14 },
    Leg { to: "Rome", litres: 38 },
];

fn main() {
    let mut fuel = 60;
    let tank = &mut fuel;
    let mut stops = 0;

    for leg in ROUTE.iter() {
        if *tank < leg.litres {
            *tank += 50;
            stops += 1;
            println!("refuel before {}", leg.to);
        }
        *tank -= leg.litres;
        println!("arrived in {} with {} l", leg.to, *tank);
    }

    println!("{} fuel stops, {} l left", stops, fuel);
}
