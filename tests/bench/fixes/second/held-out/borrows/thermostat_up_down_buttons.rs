#[derive(Debug, Clone, Copy)]
enum Button {
    Up,
    Down,
    Show,
}

fn parse(c: char) -> Option<Button> {
    match c {
        '+' => Some(Button::Up),
        '-' => Some(Button::Down),
        '?' => Some(Button::Show),
        _ => None,
    }
}

fn main() {
    let presses: Vec<Button> = "+++?-x-?".chars().filter_map(parse).collect();

    let mut degrees = 19;
    let mut shown = Vec::new();

    let mut warmer = || degrees += 1;
    let mut colder = || degrees -= 1;

    for button in presses.iter() {
        match button {
            Button::Up => warmer(),
            Button::Down => colder(),
            Button::Show => shown.push(button),
        }
    }

    println!("display asked {} times", shown.len());
    println!("set to {} degrees", degrees);
}
