struct Reading {
    station: &'static str,
    celsius: i32,
}

fn batch(values: &[(&'static str, i32)]) -> Vec<Reading> {
    values
        .iter()
        .map(|&(station, celsius)| Reading { station, celsius })
        .collect()
}

fn main() {
    let morning = batch(&[("north", 18), ("south", 27), ("harbour", 22)]);
    let noon = batch(&[("north", 26), ("south", 34), ("harbour", 29)]);

    let mut limit = 25;
    let too_hot = |r: &&Reading| r.celsius > limit;

    let alarms: Vec<_> = morning.iter().filter(too_hot).map(|r| r.station).collect();
    println!("morning (limit {}): {:?}", limit, alarms);

    limit += 5;

    let alarms: Vec<_> = noon.iter().filter(too_hot).map(|r| r.station).collect();
    println!("noon (limit {}): {:?}", limit, alarms);
}
