use std::f64::consts::PI;

trait Area {
    fn area(&self) -> f64;
    fn name(&self) -> String;
}

enum Shape {
    Circle(f64),
    Rect { w: f64, h: f64 },
    Triangle(f64, f64, f64),
}

impl Area for Shape {
    fn area(&self) -> f64 {
        match self {
            Shape::Circle(r) => PI * r * r,
            Shape::Rect { w, h } => w * h,
            Shape::Triangle(a, b, c) => {
                let s = (a + b + c) / 2.0;
                (s * (s - a) * (s - b) * (s - c)).sqrt()
            }
        }
    }

    fn name(&self) -> String {
        match self {
            Shape::Circle(_) => "circle".to_string(),
            Shape::Rect { w, h } if w == h => "square".to_string(),
            Shape::Rect { .. } => "rectangle".to_string(),
            Shape::Triangle(..) => "triangle".to_string(),
        }
    }
}

fn total_area(shapes: &[Box<dyn Area>]) -> f64 {
    shapes.iter().map(|s| s.area()).sum()
}

fn main() {
    let shapes: Vec<Box<dyn Area>> = vec![
        Box::new(Shape::Circle(1.5)),
        Box::new(Shape::Rect { w: 2.0, h: 2.0 }),
        Box::new(Shape::Rect { w: 4.0, h: 2.5 }),
        Box::new(Shape::Triangle(3.0, 4.0, 5.0)),
    ];

    for (i, shape) in shapes.iter().enumerate() {
        println!("{}. {:<10} {:>8.3}", i + 1, shape.name(), shape.area());
    }
    println!("total {:.3}", total_area(&shapes));
}
