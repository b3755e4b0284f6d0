trait Filter {
    fn named(name: &str) -> Self;
    fn title(&self) -> &str;
    fn apply(&self, pixels: &mut Vec<u8>);
}

struct Invert {
    title: String,
}

struct Threshold {
    title: String,
    limit: u8,
}

impl Filter for Invert {
    fn named(name: &str) -> Self {
        Invert { title: name.to_uppercase() }
    }
    fn title(&self) -> &str {
        &self.title
    }
    fn apply(&self, pixels: &mut Vec<u8>) {
        for p in pixels.iter_mut() {
            *p = 255 - *p;
        }
    }
}

impl Filter for Threshold {
    fn named(name: &str) -> Self {
        Threshold { title: name.to_string(), limit: 128 }
    }
    fn title(&self) -> &str {
        &self.title
    }
    fn apply(&self, pixels: &mut Vec<u8>) {
        let limit = self.limit;
        pixels.iter_mut().for_each(|p| *p = if *p >= limit { 255 } else { 0 });
    }
}

fn run_all(filters: &[Box<dyn Filter>], pixels: &mut Vec<u8>) {
    for filter in filters {
        filter.apply(pixels);
        println!("{:<10} {:?}", filter.title(), pixels);
    }
}

fn main() {
    let filters: Vec<Box<dyn Filter>> = vec![
        Box::new(Invert::named("invert")),
        Box::new(Threshold::named("threshold")),
    ];
    let mut pixels = vec![0, 90, 127, 200, 255];
    run_all(&filters, &mut pixels);
}
