type Step = Box<dyn Fn(f64) -> f64>;

struct Pipeline {
    steps: Vec<(String, Step)>,
}

impl Pipeline {
    fn new() -> Self {
        Pipeline { steps: Vec::new() }
    }

    fn step(mut self, name: &str, f: Step) -> Self {
        self.steps.push((name.to_string(), f));
        self
    }

    fn run(&self, start: f64) -> f64 {
        self.steps.iter().fold(start, |price, (name, f)| {
            let next = f(price);
            println!("  {:<9} {:>8.2} -> {:>8.2}", name, price, next);
            next
        })
    }
}

fn main() {
    let discount = 0.15;
    let vat = 0.20;
    let shipping = 4.99;

    let checkout = Pipeline::new()
        .step("discount", Box::new(move |p| p * (1.0 - discount)))
        .step("vat", Box::new(move |p| p * (1.0 + vat)))
        .step("shipping", Box::new(move |p| p + shipping));

    for price in [20.0, 149.5] {
        println!("price {:.2}", price);
        let total = checkout.run(price);
        println!("  to pay {:.2}", total);
    }
}
