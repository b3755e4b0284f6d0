trait PricingRule {
    fn label(&self) -> String;
    fn price(&self, unit_cents: u32, quantity: u32) -> u32;
}

struct Plain;
struct BuyTwoGetOne;
struct FlatRate {
    cents: u32,
}

impl PricingRule for Plain {
    fn label(&self) -> String {
        "plain".to_string()
    }
    fn price(&self, unit_cents: u32, quantity: u32) -> u32 {
        unit_cents * quantity
    }
}

impl PricingRule for BuyTwoGetOne {
    fn label(&self) -> String {
        "3 for 2".to_string()
    }
    fn price(&self, unit_cents: u32, quantity: u32) -> u32 {
        unit_cents * (quantity - quantity / 3)
    }
}

impl PricingRule for FlatRate {
    fn label(&self) -> String {
        format!("flat {}", self.cents)
    }
    fn price(&self, _unit_cents: u32, _quantity: u32) -> u32 {
        self.cents
    }
}

fn main() {
    let rules: Vec<Box<dyn PricingRule>> = vec![
        Box::new(Plain),
        Box::new(BuyTwoGetOne),
        Box::new(FlatRate { cents: 999 }),
    ];
    for rule in &rules {
        println!("{:>8}: {}", rule.label(), rule.price(250, 7));
    }
    let best = rules.iter().min_by_key(|r| r.price(250, 7)).unwrap();
    println!("cheapest is {}", best.label());
}
