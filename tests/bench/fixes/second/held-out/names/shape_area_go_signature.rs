use std::f64::consts::PI;

trait Shape {
    fn area(&self) -> f64;
    fn label(&self) -> String;
}

struct Circle {
    r: f64,
}

struct Rect {
    w: f64,
    h: f64,
}

impl Shape for Circle {
    fn area(&self) -> f64 {
        PI * self.r * self.r
    }
    fn label(&self) -> String {
        format!("circle r={}", self.r)
    }
}

impl Shape for Rect {
    fn area(&self) -> f64 {
        self.w * self.h
    }
    fn label(&self) -> String {
        format!("rect {}x{}", self.w, self.h)
    }
}

fn total_area(shapes: &[Box<dyn Shape>]) f64 {
    shapes.iter().map(|s| s.area()).sum()
}

fn main() {
    let shapes: Vec<Box<dyn Shape>> = vec![
        Box::new(Circle { r: 1.5 }),
        Box::new(Rect { w: 2.0, h: 4.5 }),
    ];
    for s in &shapes {
        println!("{:<14} {:.2}", s.label(), s.area());
    }
    println!("total {:.2}", total_area(&shapes));
}
