use std::cmp::Ordering;
use std::collections::BinaryHeap;

#[derive(Debug, PartialEq, Eq)]
struct Patient {
    name: String,
    severity: u8,
    arrived: u32,
}

impl Ord for Patient {
    fn cmp(&self, other: &Self) -> Ordering {
        self.severity
            .cmp(&other.severity)
            .then_with(|| other.arrived.cmp(&self.arrived))
    }
}

impl PartialOrd for Patient {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn patient(name: &str, severity: u8, arrived: u32) -> Patient {
    Patient {
        name: name.to_string(),
        severity,
        arrived,
    }
}

fn main() {
    let mut waiting = BinaryHeap::new();
    waiting.push(patient("Ruiz", 2, 900));
    waiting.push(patient("Okafor", 5, 915));
    waiting.push(patient("Lind", 2, 850));
    waiting.push(patient("Haddad", 4, 920));

    while let Some(next) = waiting.pop() {
        println!("{:<8} severity {} (came {})", next.name, next.severity, next.arrived);
    }
}
