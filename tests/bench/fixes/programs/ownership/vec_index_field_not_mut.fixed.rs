#[derive(Debug, Clone)]
struct Pixel {
    r: u8,
    g: u8,
    b: u8,
}

fn invert(image: &mut [Pixel]) {
    for i in 0..image.len() {
        image[i].r = 255 - image[i].r;
        image[i].g = 255 - image[i].g;
        image[i].b = 255 - image[i].b;
    }
}

fn main() {
    let mut image = vec![Pixel { r: 0, g: 10, b: 200 }, Pixel { r: 255, g: 255, b: 255 }];
    invert(&mut image);
    println!("{:?}", image[0]);
    image[1].g = 128;
    let grey: u32 = image.iter().map(|p| p.r as u32 + p.g as u32 + p.b as u32).sum();
    println!("{grey}");
}
