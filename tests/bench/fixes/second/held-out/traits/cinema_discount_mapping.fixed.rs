#[derive(Debug, Clone)]
struct Ticket {
    film: String,
    seat: u32,
    price: f64,
}

fn discounted(tickets: &Vec<Ticket>, percent: f64) -> Vec<Ticket> {
    tickets
        .iter()
        .map(|t| Ticket {
            price: t.price * (1.0 - percent / 100.0),
            ..t.clone()
        })
        .collect()
}

fn total(tickets: &[Ticket]) -> f64 {
    tickets.iter().fold(0.0, |acc, t| acc + t.price)
}

fn main() {
    let tickets = vec![
        Ticket { film: "Metropolis".to_string(), seat: 12, price: 9.5 },
        Ticket { film: "Metropolis".to_string(), seat: 13, price: 9.5 },
        Ticket { film: "Playtime".to_string(), seat: 40, price: 8.0 },
    ];
    let cheaper = discounted(&tickets, 20.0);
    for t in &cheaper {
        println!("{} seat {} costs {:.2}", t.film, t.seat, t.price);
    }
    println!("saved {:.2}", total(&tickets) - total(&cheaper));
}
