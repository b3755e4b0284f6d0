use std::collections::BTreeMap;
use std::sync::Mutex;

struct Race {
    laps: Mutex<BTreeMap<String, Vec<u32>>>,
}

impl Race {
    fn record(&self, driver: &str, millis: u32) {
        let mut laps = self.laps.lock().unwrap();
        laps.entry(driver.to_string()).or_default().push(millis);
    }

    fn summary(&self, driver: &str) -> Option<String> {
        let laps = self.laps.lock().unwrap();
        let times = laps.get(driver)?;
        let best = times.iter().min()?;
        let sum: u32 = times.iter().sum();
        Some(format!("{}: best {} avg {}", driver, best, sum / times.len() as u32))
    }
}

fn main() {
    let race = Race { laps: Mutex::new(BTreeMap::new()) };
    race.record("senna", 81_200);
    race.record("prost", 81_950);
    race.record("senna", 80_400);
    race.record("prost", 82_050);

    for driver in ["senna", "prost", "mansell"] {
        match race.summary(driver) {
            Some(line) => println!("{}", line),
            None => println!("{}: did not start", driver),
        }
    }
}
