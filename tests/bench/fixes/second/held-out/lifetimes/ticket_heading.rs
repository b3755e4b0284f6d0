#[derive(Debug, Clone, Copy, PartialEq)]
enum Priority {
    Low,
    Normal,
    Urgent,
}

struct Ticket {
    id: u32,
    subject: String,
    priority: Priority,
}

impl Ticket {
    fn new(id: u32, subject: &str, priority: Priority) -> Self {
        Ticket { id, subject: subject.to_string(), priority }
    }

    fn heading(&self) -> &str {
        let mark = match self.priority {
            Priority::Low => ".",
            Priority::Normal => "-",
            Priority::Urgent => "!!",
        };
        let text = format!("#{:04} [{}] {}", self.id, mark, self.subject);
        &text
    }
}

fn main() {
    let queue = vec![
        Ticket::new(7, "Printer on fire", Priority::Urgent),
        Ticket::new(12, "Mouse feels slow", Priority::Low),
        Ticket::new(15, "Reset my password", Priority::Normal),
    ];
    for ticket in &queue {
        println!("{}", ticket.heading());
    }
    let urgent = queue.iter().filter(|t| t.priority == Priority::Urgent).count();
    println!("{} urgent of {}", urgent, queue.len());
}
