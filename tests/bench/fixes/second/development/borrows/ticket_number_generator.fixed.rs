#[derive(Debug)]
struct Ticket {
    number: u32,
    subject: String,
}

fn main() {
    let subjects = vec!["printer on fire", "no coffee", "lost badge"];

    let mut last = 100;
    let mut next_number = || {
        last += 1;
        last
    };

    let mut tickets = Vec::new();
    for subject in subjects {
        if subject.is_empty() {
            continue;
        }
        let number = next_number();
        tickets.push(Ticket { number, subject: subject.to_string() });
    }

    tickets.sort_by(|a, b| b.number.cmp(&a.number));
    for t in &tickets {
        println!("#{} {}", t.number, t.subject);
    }
}
