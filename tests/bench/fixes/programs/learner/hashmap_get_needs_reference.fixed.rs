use std::collections::HashMap;

struct Exchange {
    rates: HashMap<String, f64>,
}

impl Exchange {
    fn convert(&self, amount: f64, from: String, to: String) -> Option<f64> {
        let a = self.rates.get(&from)?;
        let b = self.rates.get(&to)?;
        Some(amount / a * b)
    }
}

fn main() {
    let mut rates = HashMap::new();
    rates.insert("EUR".to_string(), 1.0);
    rates.insert("USD".to_string(), 1.1);
    rates.insert("JPY".to_string(), 160.0);
    let ex = Exchange { rates };
    for (from, to) in [("USD", "JPY"), ("EUR", "XXX")] {
        match ex.convert(22.0, from.to_string(), to.to_string()) {
            Some(v) => println!("{v:.2} {to}"),
            None => println!("no rate {from}->{to}"),
        }
    }
}
