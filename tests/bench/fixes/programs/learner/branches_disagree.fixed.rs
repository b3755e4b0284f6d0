fn ordinal(n: u32) -> String {
    let suffix = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{suffix}")
}

fn main() {
    let places: Vec<String> = [1, 2, 3, 4, 11, 22, 113].iter().map(|n| ordinal(*n)).collect();
    println!("{}", places.join(" "));
    let longest = places.iter().map(|p| p.len()).max().unwrap();
    println!("{longest}");
}
