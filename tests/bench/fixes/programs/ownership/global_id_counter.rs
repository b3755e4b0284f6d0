static NEXT_ID: u32 = 100;

struct Ticket {
    id: u32,
    subject: String,
}

impl Ticket {
    fn open(subject: &str) -> Ticket {
        NEXT_ID += 1;
        Ticket { id: NEXT_ID, subject: subject.to_string() }
    }
}

fn main() {
    let tickets: Vec<Ticket> = ["printer", "login", "vpn"].into_iter().map(Ticket::open).collect();
    for t in &tickets {
        println!("#{} {}", t.id, t.subject);
    }
    let last = tickets.last().map(|t| t.id).unwrap_or(0);
    println!("last id {last}");
}
