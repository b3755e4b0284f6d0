fn fizz(n: u32) -> String {
    if n % 15 == 0 {
        "fizzbuzz".to_string()
    } else if n % 5 == 0 {
        "buzz".to_string()
    } else if n % 3 == 0 {
        "fizz".to_string()
    } else {
        n.to_string()
}

fn main() {
    let line: Vec<String> = (1..=15).map(fizz).collect();
    println!("{}", line.join(" "));
    let numbers = line.iter().filter(|w| w.parse::<u32>().is_ok()).count();
    println!("{numbers} plain");
}
