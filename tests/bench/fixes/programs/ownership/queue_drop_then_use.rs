#[derive(Debug)]
struct Ticket {
    id: u32,
    priority: u8,
}

fn consume(t: Ticket) -> u32 {
    t.id * 10 + t.priority as u32
}

fn main() {
    let ticket = Ticket { id: 7, priority: 2 };
    let urgent = &ticket.priority;
    let key = consume(ticket);
    println!("key {key}");
    if *urgent < 3 {
        println!("urgent");
    } else {
        println!("can wait");
    }
    let more: Vec<u32> = (1..4)
        .map(|id| consume(Ticket { id, priority: 5 }))
        .collect();
    println!("{more:?}");
}
