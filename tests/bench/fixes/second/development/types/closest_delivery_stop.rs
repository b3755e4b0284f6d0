type Point = (f64, f64);

fn distance(a: Point, b: Point) -> f64 {
    let dx = a[0] - b[0];
    let dy = a[1] - b[1];
    (dx * dx + dy * dy).sqrt()
}

fn plan_route(start: Point, stops: &[Point]) -> (Vec<Point>, f64) {
    let mut open = stops.to_vec();
    let mut route = vec![start];
    let mut length = 0.0;
    let mut here = start;
    while !open.is_empty() {
        let mut best = 0;
        for i in 1..open.len() {
            if distance(here, open[i]) < distance(here, open[best]) {
                best = i;
            }
        }
        let stop = open.remove(best);
        length += distance(here, stop);
        route.push(stop);
        here = stop;
    }
    (route, length)
}

fn main() {
    let stops = [(3.0, 4.0), (0.0, 1.0), (3.0, 1.0)];
    let (route, length) = plan_route((0.0, 0.0), &stops);
    for (x, y) in &route {
        println!("({:.0}, {:.0})", x, y);
    }
    println!("length {:.2}", length);
}
