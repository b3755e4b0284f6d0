mod shop {
    pub struct Product {
        pub name: String,
        id: u32,
    }

    impl Product {
        pub fn new(name: &str) -> Product {
            let id = name.bytes().map(u32::from).sum();
            Product { name: name.to_string(), id }
        }

        pub fn code(&self) -> String {
            format!("{}-{}", self.name, self.id)
        }
    }
}

use shop::Product;

fn main() {
    let a = Product::new("cup");
    let b = Product::new("jug");
    println!("{}", a.code());
    println!("{}", b.code());
    println!("{}", a.name < b.name);
}
