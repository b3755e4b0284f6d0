use std::ops::{Add, Mul};

#[derive(Debug, Clone, Copy)]
struct V3<T> {
    x: T,
    y: T,
    z: T,
}

impl<T> V3<T>
where
    T: Copy + Mul<Output = T> + Add<Output = T>,
{
    fn dot(self, other: V3<T>) -> T {
        self.x * other.x + self.y * other.y + self.z * other.z
    }
}

fn main() {
    let a = V3 { x: 1, y: 2, z: 3 };
    let b = V3 { x: 4, y: -5, z: 6 };
    println!("{}", a.dot(b));
    let u = V3 { x: 0.5, y: 0.0, z: 2.0 };
    println!("{:.2}", u.dot(u));
}
