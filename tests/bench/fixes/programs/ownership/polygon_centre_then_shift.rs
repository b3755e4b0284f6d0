#[derive(Debug, Clone, Copy)]
struct Point {
    x: i32,
    y: i32,
}

struct Polygon {
    corners: Vec<Point>,
}

impl Polygon {
    fn leftmost(&self) -> &Point {
        self.corners.iter().min_by_key(|p| p.x).unwrap()
    }

    fn align(&mut self) {
        let left = self.leftmost();
        for p in self.corners.iter_mut() {
            p.x -= left.x;
            p.y -= left.y;
        }
    }
}

fn main() {
    let mut poly = Polygon {
        corners: vec![Point { x: 4, y: 1 }, Point { x: 2, y: 3 }, Point { x: 6, y: 5 }],
    };
    poly.align();
    for p in &poly.corners {
        println!("{} {}", p.x, p.y);
    }
}
