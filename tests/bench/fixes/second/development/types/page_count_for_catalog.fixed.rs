struct Catalog<T> {
    items: Vec<T>,
    per_page: u32,
}

impl<T: Clone> Catalog<T> {
    fn new(per_page: u32) -> Self {
        Catalog { items: Vec::new(), per_page }
    }

    fn len(&self) -> u32 {
        self.items.len() as u32
    }

    fn pages(&self) -> u32 {
        (self.len() + self.per_page - 1) / self.per_page
    }

    fn page(&self, number: u32) -> Vec<T> {
        self.items
            .iter()
            .skip((number * self.per_page) as usize)
            .take(self.per_page as usize)
            .cloned()
            .collect()
    }
}

fn main() {
    let mut catalog = Catalog::new(3);
    for name in ["lamp", "desk", "chair", "shelf", "rug", "sofa", "clock"] {
        catalog.items.push(name.to_string());
    }
    println!("{} items on {} pages", catalog.len(), catalog.pages());
    for n in 0..catalog.pages() {
        println!("page {}: {}", n + 1, catalog.page(n).join(", "));
    }
}
