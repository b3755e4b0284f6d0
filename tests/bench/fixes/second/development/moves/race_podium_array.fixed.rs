struct Runner {
    name: String,
    seconds: u32,
}

fn runner(name: &str, seconds: u32) -> Runner {
    Runner { name: name.to_string(), seconds }
}

fn format_time(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn main() {
    let mut runners = [
        runner("Ines", 754),
        runner("Bo", 731),
        runner("Tarek", 802),
        runner("Lucy", 728),
    ];
    runners.sort_by_key(|r| r.seconds);

    let winner = &runners[0];
    println!("Winner: {} in {}", winner.name, format_time(winner.seconds));

    for (place, r) in runners.iter().enumerate() {
        let gap = r.seconds - winner.seconds;
        println!("{}. {:<6} +{}", place + 1, r.name, format_time(gap));
    }
}
