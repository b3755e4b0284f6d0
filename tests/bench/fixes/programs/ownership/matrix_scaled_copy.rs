#[derive(Debug)]
struct Vec2 {
    x: f64,
    y: f64,
}

impl Vec2 {
    fn length(self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }

    fn unit(self) -> Vec2 {
        let len = self.length();
        Vec2 { x: self.x / len, y: self.y / len }
    }
}

fn main() {
    let v = Vec2 { x: 3.0, y: 4.0 };
    println!("length {:.1}", v.length());
    let u = v.unit();
    println!("unit {:.2} {:.2}", u.x, u.y);
    println!("{:?}", u);
}
