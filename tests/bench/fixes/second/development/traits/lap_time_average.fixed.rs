struct Runner {
    name: &'static str,
    laps: Vec<f64>,
}

impl Runner {
    fn average(&self) -> Option<f64> {
        if self.laps.is_empty() {
            return None;
        }
        Some(self.laps.iter().sum::<f64>() / self.laps.len() as f64)
    }

    fn fastest(&self) -> Option<f64> {
        self.laps.iter().copied().reduce(f64::min)
    }
}

fn main() {
    let field = [
        Runner { name: "Ida", laps: vec![61.2, 60.8, 63.0] },
        Runner { name: "Jon", laps: vec![59.9, 64.1] },
        Runner { name: "Kim", laps: vec![] },
    ];

    for runner in &field {
        match (runner.average(), runner.fastest()) {
            (Some(avg), Some(best)) => {
                println!("{}: average {:.2}s, best {:.1}s", runner.name, avg, best)
            }
            _ => println!("{}: did not start", runner.name),
        }
    }
}
