use std::f64::consts::PI;

trait Shape {
    fn area(self) -> f64;
    fn name(&self) -> String;
}

struct Circle {
    radius: f64,
}

struct Rect {
    width: f64,
    height: f64,
}

impl Shape for Circle {
    fn area(self) -> f64 {
        PI * self.radius * self.radius
    }
    fn name(&self) -> String {
        format!("circle r={}", self.radius)
    }
}

impl Shape for Rect {
    fn area(self) -> f64 {
        self.width * self.height
    }
    fn name(&self) -> String {
        format!("rect {}x{}", self.width, self.height)
    }
}

fn print_cost<S: Shape>(shape: S, price_per_unit: f64) {
    let cost = shape.area() * price_per_unit;
    println!("{:<14} costs {:.2}", shape.name(), cost);
}

fn main() {
    print_cost(Circle { radius: 1.5 }, 2.0);
    print_cost(Rect { width: 2.0, height: 4.5 }, 2.0);
}
