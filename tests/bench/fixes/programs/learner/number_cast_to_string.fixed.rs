fn price_tag(cents: u32) -> String {
    let whole = (cents / 100).to_string();
    let rest = cents % 100;
    if rest == 0 {
        whole + ".-"
    } else {
        format!("{whole}.{rest:02}")
    }
}

fn cheapest(list: &[(&str, u32)]) -> String {
    let (name, cents) = list.iter().min_by_key(|p| p.1).unwrap();
    format!("{name} at {}", price_tag(*cents))
}

fn main() {
    let list = [("soap", 249), ("comb", 100), ("towel", 1205)];
    for (name, cents) in list {
        println!("{name} {}", price_tag(cents));
    }
    println!("{}", cheapest(&list));
}
