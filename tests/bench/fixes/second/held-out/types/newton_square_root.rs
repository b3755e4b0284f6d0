struct Approximation {
    value: f64,
    steps: u32,
}

fn newton_sqrt(target: f64, tolerance: f64) -> Approximation {
    let mut guess = 1.0;
    let mut steps = 0;
    while (guess.powi(2) - target).abs() > tolerance {
        guess = (guess + target / guess) / 2.0;
        steps += 1;
    }
    Approximation { value: guess, steps }
}

fn main() {
    let targets = [2.0, 9.0, 144.0];
    for target in targets {
        let approx = newton_sqrt(target, 1e-9);
        println!("sqrt({}) = {:.6} after {} steps", target, approx.value, approx.steps);
    }
    let worst = targets
        .iter()
        .map(|&t| newton_sqrt(t, 1e-9).steps)
        .max()
        .unwrap_or(0);
    println!("most steps: {}", worst);
}
