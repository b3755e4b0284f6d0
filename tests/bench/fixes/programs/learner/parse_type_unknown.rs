struct Slider {
    min: i32,
    max: i32,
}

impl Slider {
    fn clamp(&self, v: i32) -> i32 {
        v.max(self.min).min(self.max)
    }

    fn read(&self, text: &str) -> Option<i32> {
        let parsed = text.trim().parse().ok()?;
        Some(self.clamp(parsed * 10))
    }
}

fn main() {
    let s = Slider { min: -5, max: 10 };
    for t in ["7", " 99", "-30 ", "loud"] {
        println!("{t:?} {:?}", s.read(t));
    }
}
