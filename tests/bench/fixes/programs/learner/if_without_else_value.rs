fn shipping(weight: f64, express: bool) -> f64 {
    let base = if weight > 10.0 {
        15.0
    } ;
    if express {
        base * 2.0
    } else {
        base
    }
}

fn main() {
    let parcels = [(2.5, false), (12.0, false), (12.0, true), (1.0, true)];
    let mut sum = 0.0;
    for (weight, express) in parcels {
        let s = shipping(weight, express);
        println!("{weight:>5.1} kg {s:.2}");
        sum += s;
    }
    println!("sum {sum:.2}");
}
