#[derive(Debug)]
enum Command {
    Move(i32, i32),
    Say(String),
    Quit,
}

fn describe(cmd: Option<Command>) -> String {
    if let Some(Command::Say(text)) = cmd {
        if !text.is_empty() {
            return format!("says {text}");
        }
    }
    match cmd {
        Some(Command::Move(x, y)) => format!("moves by {x},{y}"),
        Some(Command::Quit) => "quits".to_string(),
        Some(other) => format!("ignored {other:?}"),
        None => "nothing".to_string(),
    }
}

fn main() {
    let queue = vec![
        Some(Command::Move(1, -2)),
        Some(Command::Say("hello".into())),
        Some(Command::Say(String::new())),
        None,
        Some(Command::Quit),
    ];
    for c in queue {
        println!("{}", describe(c));
    }
}
