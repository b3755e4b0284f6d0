fn greet(name: &str, polite: bool) -> String {
    if polite {
        format!("Good day, {name}.")
    } else {
        format!("Hi {name}")
    }
}

fn greet_all(names: &[&str]) -> Vec<String> {
    names.iter().enumerate().map(|(i, n)| greet(n, i == 0)).collect()
}

fn main() {
    for line in greet_all(&["Mr Hall", "Kim", "Jo"]) {
        println!("{line}");
    }
    println!("{}", greet("you", false));
}
