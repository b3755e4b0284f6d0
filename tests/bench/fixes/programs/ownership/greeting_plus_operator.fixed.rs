fn initials(name: &str) -> String {
    name.split(' ').filter_map(|p| p.chars().next()).collect()
}

fn main() {
    let first = String::from("Grace");
    let last = String::from("Hopper");
    let full = first.clone() + " " + &last;
    println!("{full}");
    println!("{}", initials(&full));
    let login = format!("{}.{}", first.to_lowercase(), last.to_lowercase());
    println!("{login}");
    let longest = if first.len() >= last.len() { &first } else { &last };
    println!("{} has {} letters", longest, longest.len());
}
