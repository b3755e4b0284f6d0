use std::rc::Rc;

struct Article {
    name: String,
    price: u32,
    stock: u32,
}

struct Cart {
    owner: &'static str,
    lines: Vec<(Rc<Article>, u32)>,
}

impl Cart {
    fn new(owner: &'static str) -> Self {
        Cart { owner, lines: Vec::new() }
    }

    fn add(&mut self, article: &Rc<Article>, count: u32) -> bool {
        if article.stock < count {
            return false;
        }
        article.stock -= count;
        self.lines.push((Rc::clone(article), count));
        true
    }

    fn total(&self) -> u32 {
        self.lines.iter().map(|(a, n)| a.price * n).sum()
    }
}

fn main() {
    let lamp = Rc::new(Article { name: "lamp".into(), price: 30, stock: 5 });

    let mut ann = Cart::new("ann");
    let mut bob = Cart::new("bob");
    println!("ann takes 3: {}", ann.add(&lamp, 3));
    println!("bob takes 4: {}", bob.add(&lamp, 4));
    println!("bob takes 2: {}", bob.add(&lamp, 2));

    for cart in [&ann, &bob] {
        println!("{} pays {}", cart.owner, cart.total());
    }
    println!("{} left: {}", lamp.name, lamp.stock);
}
