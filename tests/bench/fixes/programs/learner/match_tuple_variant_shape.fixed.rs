#[derive(Debug)]
enum Shape {
    Circle { radius: f64 },
    Rect(f64, f64),
    Dot,
}

fn area(s: &Shape) -> f64 {
    match s {
        Shape::Circle { radius } => 3.14 * radius * radius,
        Shape::Rect(w, h) => w * h,
        Shape::Dot => 0.0,
    }
}

fn main() {
    let shapes = [Shape::Rect(2.0, 3.5), Shape::Dot, Shape::Circle { radius: 2.0 }];
    for s in &shapes {
        println!("{s:?}: {:.2}", area(s));
    }
    let total: f64 = shapes.iter().map(area).sum();
    println!("{total:.2}");
}
