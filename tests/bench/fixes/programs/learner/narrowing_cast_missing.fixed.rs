struct Image {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

impl Image {
    fn new(width: u32, height: u32) -> Image {
        Image { width, height, data: vec![0; (width * height) as usize] }
    }

    fn set(&mut self, x: u32, y: u32, value: u8) {
        let index = (y * self.width + x) as usize;
        self.data[index] = value;
    }

    fn mean(&self) -> f64 {
        let sum: u64 = self.data.iter().map(|b| *b as u64).sum();
        sum as f64 / self.data.len() as f64
    }
}

fn main() {
    let mut img = Image::new(4, 3);
    for x in 0..img.width {
        img.set(x, 1, 90);
    }
    println!("{:.1} of {}x{}", img.mean(), img.width, img.height);
}
