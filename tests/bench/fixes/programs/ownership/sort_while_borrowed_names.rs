#[derive(Clone, Debug)]
struct Runner {
    name: String,
    seconds: u32,
}

fn archive(list: Vec<Runner>) -> usize {
    list.iter().filter(|r| r.seconds < 60).count()
}

fn main() {
    let mut runners = vec![
        Runner { name: "Uma".into(), seconds: 71 },
        Runner { name: "Leo".into(), seconds: 55 },
        Runner { name: "Ida".into(), seconds: 58 },
    ];
    runners.sort_by_key(|r| r.seconds);
    let podium: Vec<&String> = runners.iter().take(2).map(|r| &r.name);
    let fast = archive(runners);
    println!("{fast} under a minute");
    for (place, name) in podium.iter().enumerate() {
        println!("{}. {}", place + 1, name);
    }
}
