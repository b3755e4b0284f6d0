#[derive(Debug, Clone, PartialEq)]
struct Runner {
    name: String,
    seconds: u32,
}

impl Runner {
    fn new(name: &str, seconds: u32) -> Self {
        Runner { name: name.to_owned(), seconds }
    }
}

fn fastest(runners: &[Runner]) -> &Runner {
    runners
        .iter()
        .min_by_key(|r| r.seconds)
        .expect("at least one runner")
}

fn main() {
    let mut runners = vec![
        Runner::new("Iris", 312),
        Runner::new("Tomas", 298),
        Runner::new("Wen", 305),
    ];

    let champion = fastest(&runners);
    println!("leading: {} with {}s", champion.name, champion.seconds);

    runners.push(Runner::new("Late Lou", 290));

    let now = fastest(&runners);
    if now != champion {
        println!("{} was overtaken by {}", champion.name, now.name);
    } else {
        println!("{} stays in front", champion.name);
    }
}
