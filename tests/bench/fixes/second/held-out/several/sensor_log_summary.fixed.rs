use std::collections::HashMap;

#[derive(Debug)]
struct Reading {
    sensor: String,
    value: f64,
}

fn parse_line(line: &str) -> Option<Reading> {
    let mut parts = line.split_whitespace();
    let sensor = parts.next()?;
    let value = parts.next()?.parse::<f64>().ok()?;
    Some(Reading {
        sensor: sensor.to_string(),
        value,
    })
}

fn group(readings: Vec<Reading>) -> HashMap<String, Vec<f64>> {
    let mut by_sensor: HashMap<String, Vec<f64>> = HashMap::new();
    for r in readings {
        by_sensor.entry(r.sensor).or_default().push(r.value);
    }
    by_sensor
}

fn mean(values: &[f64]) -> f64 {
    let total: f64 = values.iter().sum();
    total / values.len() as f64
}

fn main() {
    let log = "\
kitchen 21.5
cellar 12.0
kitchen 22.5
garbage
cellar 13.0
attic 30.25";

    let readings: Vec<Reading> = log.lines().filter_map(parse_line).collect();
    println!("{} readings", readings.len());

    let by_sensor = group(readings);
    let mut names: Vec<&String> = by_sensor.keys().collect();
    names.sort();

    for name in names {
        let values = &by_sensor[name];
        let max = values.iter().cloned().fold(f64::MIN, f64::max);
        println!("{:<8} n={} mean={:.2} max={:.2}", name, values.len(), mean(values), max);
    }
}
