#[derive(Debug, Clone, Copy, PartialEq)]
enum Status {
    Pending,
    Shipped,
    Delivered,
}

impl Status {
    fn advance(self) -> Status {
        match self {
            Status::Pending => Status::Shipped,
            Status::Shipped | Status::Delivered => Status::Delivred,
        }
    }
}

struct Order {
    id: u32,
    status: Status,
}

fn main() {
    let mut orders = vec![
        Order { id: 1, status: Status::Pending },
        Order { id: 2, status: Status::Shipped },
    ];
    for o in orders.iter_mut() {
        o.status = o.status.advance();
        println!("{} {:?}", o.id, o.status);
    }
    let done = orders.iter().filter(|o| o.status == Status::Delivered).count();
    println!("{done} delivered");
}
