fn allowed(name: &str, guests: &Vec<String>) -> bool {
    guests.contains(name)
}

fn door(name: &str, guests: &Vec<String>) -> String {
    if allowed(name, guests) {
        format!("welcome {name}")
    } else {
        format!("sorry {name}")
    }
}

fn main() {
    let guests: Vec<String> = ["Ola", "Per", "Liv"].iter().map(|s| s.to_string()).collect();
    for name in ["Liv", "Max"] {
        println!("{}", door(name, &guests));
    }
    println!("{} on the list", guests.len());
}
