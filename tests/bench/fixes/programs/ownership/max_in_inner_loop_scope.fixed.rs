fn parse_row(line: &str) -> Vec<i32> {
    line.split(',').filter_map(|n| n.trim().parse().ok()).collect()
}

fn main() {
    let text = "4, 8, 1\n7, x, 3\n2";
    let mut best: Option<i32> = None;
    for line in text.lines() {
        let row = parse_row(line);
        for n in row {
            if best.map_or(true, |b| n > b) {
                best = Some(n);
            }
        }
    }
    match best {
        Some(n) => println!("largest is {n}"),
        None => println!("no numbers"),
    }
    println!("{} lines", text.lines().count());
}
