#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Priority {
    Low,
    Normal,
    Urgent,
}

struct Ticket {
    id: u32,
    title: &'static str,
    priority: Priority,
}

mod report {
    use super::Ticket;

    pub fn line(t: &Ticket) -> String {
        format!("#{:03} [{:?}] {}", t.id, t.priority, t.title)
    }
}

fn main() {
    let mut tickets = vec![
        Ticket { id: 7, title: "typo on landing page", priority: Priority::Low },
        Ticket { id: 12, title: "login is down", priority: Priority::Urgent },
        Ticket { id: 9, title: "export to csv", priority: Priority::Normal },
    ];
    tickets.sort_by(|a, b| b.priority.cmp(&a.priority));
    for t in &tickets {
        println!("{}", report::line(t));
    }
}
