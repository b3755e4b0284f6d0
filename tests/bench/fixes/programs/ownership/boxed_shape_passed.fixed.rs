trait Shape {
    fn area(&self) -> f64;
    fn name(&self) -> String;
}

struct Rect(f64, f64);
struct Circle(f64);

impl Shape for Rect {
    fn area(&self) -> f64 {
        self.0 * self.1
    }
    fn name(&self) -> String {
        "rect".to_string()
    }
}

impl Shape for Circle {
    fn area(&self) -> f64 {
        3.0 * self.0 * self.0
    }
    fn name(&self) -> String {
        "circle".to_string()
    }
}

fn is_large(shape: &dyn Shape) -> bool {
    shape.area() > 10.0
}

fn main() {
    let shapes: Vec<Box<dyn Shape>> = vec![Box::new(Rect(2.0, 4.5)), Box::new(Circle(2.0))];
    for shape in shapes {
        let large = is_large(shape.as_ref());
        println!("{} {:.1} large={}", shape.name(), shape.area(), large);
    }
}
