use std::sync::atomic::{AtomicU32, Ordering};

static NEXT_ID: AtomicU32 = AtomicU32::new(100);

struct Ticket {
    id: u32,
    subject: String,
}

impl Ticket {
    fn open(subject: &str) -> Ticket {
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed) + 1;
        Ticket { id, subject: subject.to_string() }
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
