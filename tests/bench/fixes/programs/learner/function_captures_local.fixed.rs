fn main() {
    let rate = 0.19;
    let items = [("lamp", 40.0), ("rug", 85.5)];

    let with_tax = |price: f64| price * (1.0 + rate);

    let mut sum = 0.0;
    for (name, price) in items {
        let gross = with_tax(price);
        println!("{name}: {gross:.2}");
        sum += gross;
    }
    println!("sum {sum:.2}");
    let dear = items.iter().filter(|i| i.1 > 50.0).count();
    println!("{dear} dear");
}
