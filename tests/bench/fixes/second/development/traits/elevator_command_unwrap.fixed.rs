#[derive(Debug, Clone, Copy, PartialEq)]
enum Command {
    Up(u8),
    Down(u8),
    Stop,
}

#[derive(Debug)]
enum CommandError {
    Empty,
    UnknownVerb(String),
    BadFloors(String),
}

fn parse(line: &str) -> Result<Command, CommandError> {
    let mut words = line.split_whitespace();
    let verb = words.next().ok_or(CommandError::Empty)?;
    if verb == "stop" {
        return Ok(Command::Stop);
    }
    let raw = words.next().unwrap_or("1");
    let floors = raw
        .parse::<u8>()
        .map_err(|_| CommandError::BadFloors(raw.to_string()))?;
    match verb {
        "up" => Ok(Command::Up(floors)),
        "down" => Ok(Command::Down(floors)),
        other => Err(CommandError::UnknownVerb(other.to_string())),
    }
}

fn main() {
    let script = ["up 5", "down 2", "up", "stop"];
    let mut floor: i32 = 0;
    for line in script.iter() {
        match parse(line).unwrap() {
            Command::Up(n) => floor += n as i32,
            Command::Down(n) => floor -= n as i32,
            Command::Stop => println!("doors open"),
        }
        println!("{:<7} -> floor {}", line, floor);
    }
    for bad in ["", "jump 3", "up many"] {
        match parse(bad) {
            Err(CommandError::Empty) => println!("nothing to do"),
            Err(CommandError::UnknownVerb(v)) => println!("what is {}?", v),
            Err(CommandError::BadFloors(s)) => println!("{} is no number", s),
            Ok(c) => println!("{:?}", c),
        }
    }
}
