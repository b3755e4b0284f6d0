#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    x: i32,
    y: i32,
}

fn manhattan(a: &Point, b: &Point) -> i32 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

fn route_length(route: &[Point]) -> i32 {
    route.windows(2).map(|w| manhattan(&w[0], &w[1])).sum()
}

fn nearest<'a>(from: &Point, stops: &'a [Point]) -> Option<&'a Point> {
    stops.iter().min_by_key(|p| manhattan(from, p))
}

fn main() {
    let route = vec![
        Point { x: 0, y: 0 },
        Point { x: 3, y: 4 },
        Point { x: -2, y: 4 },
        Point { x: -2, y: 1 },
    ];
    println!("length {}", route_length(&route));

    let home = Point { x: -1, y: 2 };
    match nearest(&home, &route) {
        Some(p) => println!("nearest stop ({}, {})", p.x, p.y),
        None => println!("no stops"),
    }
}
