struct Track {
    points: Vec<(i32, i32)>,
}

impl Track {
    fn close_up(&mut self) {
        let first = self.points[0];
        self.points.push(first);
    }

    fn trim(&mut self) {
        let negative = self.points.iter().filter(|p| p.0 < 0).count();
        for _ in 0..negative {
            self.points.pop();
        }
    }
}

fn main() {
    let mut t = Track { points: vec![(1, 1), (-2, 3), (4, 0)] };
    t.close_up();
    println!("{:?}", t.points);
    t.trim();
    println!("{:?}", t.points);
}
