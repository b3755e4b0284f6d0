fn above(limit: f64) -> Box<dyn Fn(f64) -> bool> {
    Box::new(move |t| t > limit)
}

fn between(lo: f64, hi: f64) -> Box<dyn Fn(f64) -> bool> {
    Box::new(move |t| t >= lo && t <= hi)
}

fn main() {
    let week = [12.0, 15.5, 21.0, 24.5, 18.0];
    let tests = [("hot", above(20.0)), ("mild", between(14.0, 20.0))];
    for (name, test) in &tests {
        let n = week.iter().filter(|t| test(**t)).count();
        println!("{name}: {n}");
    }
}
