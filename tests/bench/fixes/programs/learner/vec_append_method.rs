struct Basket {
    fruit: Vec<String>,
}

impl Basket {
    fn put(&mut self, name: &str) {
        self.fruit.append(name.to_string());
    }

    fn take(&mut self, name: &str) -> bool {
        match self.fruit.iter().position(|f| f == name) {
            Some(i) => {
                self.fruit.remove(i);
                true
            }
            None => false,
        }
    }
}

fn main() {
    let mut b = Basket { fruit: Vec::new() };
    b.put("pear");
    b.put("fig");
    println!("{} {}", b.take("pear"), b.take("kiwi"));
    b.put("lime");
    println!("{}", b.fruit.join(", "));
}
