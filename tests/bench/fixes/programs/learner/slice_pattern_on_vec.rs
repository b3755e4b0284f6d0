fn parse(command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    match words {
        ["go", direction] => format!("walking {direction}"),
        ["take", rest @ ..] => format!("taking {}", rest.join(" ")),
        [single] => format!("{single} what?"),
        [] => "say something".to_string(),
        _ => "huh?".to_string(),
    }
}

fn main() {
    for c in ["go north", "take the red lamp", "look", "", "jump over it"] {
        println!("{}", parse(c));
    }
    println!("{}", parse("take").len());
}
