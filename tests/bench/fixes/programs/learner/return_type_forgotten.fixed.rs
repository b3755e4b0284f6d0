fn hypotenuse(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
}

fn is_right(a: f64, b: f64, c: f64) -> bool {
    (hypotenuse(a, b) - c).abs() < 1e-9
}

fn main() {
    for (a, b, c) in [(3.0, 4.0, 5.0), (5.0, 12.0, 13.0), (2.0, 3.0, 4.0)] {
        println!("{a} {b} {c}: {}", is_right(a, b, c));
    }
    let diagonal = hypotenuse(1.0, 1.0);
    println!("{diagonal:.3}");
}
