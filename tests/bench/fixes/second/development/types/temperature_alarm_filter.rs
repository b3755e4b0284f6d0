#[derive(Debug)]
struct Report {
    alarms: Vec<i32>,
    hottest: Option<i32>,
}

fn scan(readings: &[i32], limit: i32) -> Report {
    let alarms: Vec<i32> = readings
        .iter()
        .filter(|r| r > limit)
        .copied()
        .collect();
    let hottest = alarms.iter().copied().max();
    Report { alarms, hottest }
}

fn main() {
    let sensors = [
        ("boiler", vec![61, 75, 82, 79]),
        ("cellar", vec![12, 13, 11]),
        ("roof", vec![-4, 33, 71]),
    ];
    for (name, readings) in &sensors {
        let report = scan(readings, 70);
        match report.hottest {
            Some(t) => println!("{}: {} alarms, hottest {}", name, report.alarms.len(), t),
            None => println!("{}: ok", name),
        }
    }
    println!("{:?}", scan(&[1, 99, 100], 98));
}
