trait Shape {
    fn area(&self) -> f64;
    fn sides(&self) -> u32;
    fn describe(&self) -> String {
        format!("{} sides, area {:.2}", self.sides(), self.area())
    }
}

struct Square(f64);
struct Triangle {
    base: f64,
    height: f64,
}

impl Shape for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}

impl Shape for Triangle {
    fn area(&self) -> f64 {
        self.base * self.height / 2
    }
    fn sides(&self) -> u32 {
        3
    }
}

fn main() {
    let shapes: [&dyn Shape; 2] = [&Square(1.5), &Triangle { base: 4.0, height: 2.5 }];
    println!("{}", shapes.iter().map(|s| s.area()).fold(0.0, f64::max));
    println!("{}", shapes[1].describe());
}
