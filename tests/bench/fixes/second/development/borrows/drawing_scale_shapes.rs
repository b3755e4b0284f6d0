#[derive(Debug)]
enum Shape {
    Circle { radius: f32 },
    Rect { w: f32, h: f32 },
    Dot,
}

impl Shape {
    fn scale(&self, factor: f32) {
        match self {
            Shape::Circle { radius } => *radius *= factor,
            Shape::Rect { w, h } => {
                *w *= factor;
                *h *= factor;
            }
            Shape::Dot => {}
        }
    }

    fn area(&self) -> f32 {
        match *self {
            Shape::Circle { radius } => 3.0 * radius * radius,
            Shape::Rect { w, h } => w * h,
            Shape::Dot => 0.0,
        }
    }
}

fn main() {
    let mut drawing = vec![
        Shape::Circle { radius: 1.0 },
        Shape::Rect { w: 2.0, h: 3.5 },
        Shape::Dot,
    ];
    for shape in drawing.iter_mut() {
        shape.scale(2.0);
    }
    let total: f32 = drawing.iter().map(Shape::area).sum();
    println!("{:?}", drawing);
    println!("total area {:.1}", total);
}
