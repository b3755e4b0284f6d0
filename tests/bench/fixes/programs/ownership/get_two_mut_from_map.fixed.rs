use std::collections::HashMap;

fn merge(stock: &mut HashMap<&str, u32>, from: &'static str, to: &'static str) {
    let source = stock.get_mut(from).unwrap();
    let amount = *source;
    *source = 0;
    let target = stock.get_mut(to).unwrap();
    *target += amount;
}

fn main() {
    let mut stock = HashMap::from([("shelf", 4), ("cellar", 30), ("shop", 2)]);
    merge(&mut stock, "shelf", "shop");
    merge(&mut stock, "cellar", "shelf");
    let mut names: Vec<_> = stock.keys().copied().collect();
    names.sort();
    for n in names {
        println!("{n}: {}", stock[n]);
    }
}
