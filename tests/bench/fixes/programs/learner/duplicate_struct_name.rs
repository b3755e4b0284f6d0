mod screen {
    pub struct Point {
        pub x: i32,
        pub y: i32,
    }
}

mod map {
    pub struct Point {
        pub lat: f64,
        pub lon: f64,
    }
}

use map::Point;
use screen::Point;

fn project(p: &map::Point, width: i32) -> Point {
    let x = (p.lon + 180.0) / 360.0 * width as f64;
    let y = (90.0 - p.lat) / 180.0 * width as f64 / 2.0;
    Point { x: x as i32, y: y as i32 }
}

fn main() {
    for (lat, lon) in [(0.0, 0.0), (60.0, 25.0), (-45.0, -90.0)] {
        let p = project(&map::Point { lat, lon }, 720);
        println!("{} {}", p.x, p.y);
    }
}
