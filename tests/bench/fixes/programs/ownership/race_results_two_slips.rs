use std::collections::HashMap;

#[derive(Debug)]
struct Lap {
    driver: String,
    millis: u64,
}

fn best_laps(laps: Vec<Lap>) -> HashMap<String, u64> {
    let best: HashMap<String, u64> = HashMap::new();
    for lap in laps {
        let entry = best.entry(lap.driver).or_insert(u64::MAX);
        if lap.millis < *entry {
            *entry = lap.millis;
        }
    }
    println!("{} laps", laps.len());
    best
}

fn main() {
    let laps = vec![
        Lap { driver: "Mika".into(), millis: 81200 },
        Lap { driver: "Rosa".into(), millis: 80950 },
        Lap { driver: "Mika".into(), millis: 80990 },
    ];
    let best = best_laps(laps);
    println!("{} {}", best["Mika"], best["Rosa"]);
}
