#[derive(Debug, PartialEq)]
struct Lap {
    driver: String,
    millis: u32,
}

fn parse_laps(text: &str) -> Vec<Lap> {
    text.lines()
        .filter_map(|line| {
            let (driver, millis) = line.split_once(' ')?;
            Some(Lap { driver: driver.to_string(), millis: millis.parse().ok()? })
        })
        .collect()
}

fn fastest(laps: &[Lap]) -> Option<&Lap> {
    laps.iter().min_by_key(|lap| lap.millis)
}

fn main() {
    let text = "Norris 81230\nHamilton 80992\nAlonso 81417\nnoise\nHamilton 81005";
    let best;
    let count;
    {
        let laps = parse_laps(text);
        count = laps.len();
        best = fastest(&laps);
    }

    println!("{} valid laps", count);
    match best {
        Some(lap) => {
            let secs = lap.millis / 1000;
            println!("fastest: {} in {}.{:03}s", lap.driver, secs, lap.millis % 1000);
        }
        None => println!("nobody finished"),
    }
}
