struct Ticket {
    number: u32,
    next: Option<Box<Ticket>>,
}

#[derive(Default)]
struct Counter {
    head: Option<Box<Ticket>>,
    served: u32,
}

impl Counter {
    fn join(&mut self, number: u32) {
        let mut spot = &mut self.head;
        while let Some(ticket) = spot {
            spot = &mut ticket.next;
        }
        *spot = Some(Box::new(Ticket { number, next: None }));
    }

    fn serve(&mut self) -> Option<u32> {
        let ticket = self.head.take()?;
        self.head = ticket.next;
        self.served += 1;
        Some(ticket.number)
    }
}

fn main() {
    let mut counter = Counter::default();
    for n in [17, 18, 19] {
        counter.join(n);
    }
    println!("now serving {:?}", counter.serve());
    counter.join(20);
    while let Some(n) = counter.serve() {
        println!("now serving {}", n);
    }
    println!("served {}", counter.served);
}
