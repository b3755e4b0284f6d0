fn discount(prices: &mut Vec<u32>, percent: u32) -> &mut Vec<u32> {
    for p in prices.iter_mut() {
        *p -= *p * percent / 100;
    }
    prices
}

fn main() {
    let mut prices = vec![200, 50, 999];
    let reduced = discount(&mut prices, 10);
    println!("{}", reduced.len());
    reduced.push(1);
    println!("{:?}", prices);
    let cheap = prices.iter().filter(|p| **p < 100).count();
    println!("{cheap} cheap");
}
