struct Line {
    qty: u32,
    price: f64,
}

fn net(lines: &[Line]) -> f64 {
    let sum: f64 = lines.iter().map(|l| l.qty as f64 * l.price).sum();
    sum.max(0.0)
}

fn discount(net: f64) -> f64 {
    match net {
        n if n >= 100.0 => 0.1,
        n if n >= 50.0 => 0.05,
        _ => 0.0,
    }
}

fn main() {
    let lines = [Line { qty: 3, price: 19.9 }, Line { qty: 2, price: 4.5 }];
    let n = net(&lines);
    println!("{n:.2} {:.2}", n * (1.0 - discount(n)));
    println!("{:.1}", net(&[]));
}
