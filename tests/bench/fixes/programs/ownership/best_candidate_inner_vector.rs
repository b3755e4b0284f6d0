#[derive(Debug, Clone)]
struct Route {
    cost: u32,
    stops: Vec<char>,
}

fn expand(from: &Route) -> Vec<Route> {
    "xyz"
        .chars()
        .zip([4, 1, 3])
        .filter(|(c, _)| !from.stops.contains(c))
        .map(|(c, step)| {
            let mut stops = from.stops.clone();
            stops.push(c);
            Route { cost: from.cost + step, stops }
        })
        .collect()
}

fn main() {
    let start = Route { cost: 0, stops: vec!['x'] };
    let mut current = &start;
    while current.stops.len() < 3 {
        let options = expand(current);
        current = options.iter().min_by_key(|r| r.cost).unwrap();
    }
    println!("{} {}", current.cost, current.stops.iter().collect::<String>());
    println!("{}", start.stops.len());
}
