use std::collections::{BTreeSet, HashSet};

struct Visit {
    day: u8,
    user: &'static str,
}

fn unique_users(visits: &[Visit], day: u8) -> usize {
    let users: HashSet<_> = visits
        .iter()
        .filter(|v| v.day == day)
        .map(|v| v.user)
        .collect();
    users.len()
}

fn all_days(visits: &[Visit]) -> Vec<u8> {
    let days: BTreeSet<u8> = visits.iter().map(|v| v.day).collect();
    days.into_iter().collect()
}

fn main() {
    let visits = [
        Visit { day: 2, user: "ada" },
        Visit { day: 1, user: "bob" },
        Visit { day: 1, user: "ada" },
        Visit { day: 2, user: "ada" },
        Visit { day: 1, user: "bob" },
    ];
    for day in all_days(&visits) {
        println!("day {}: {} unique users", day, unique_users(&visits, day));
    }
    let everyone: HashSet<&str> = visits.iter().map(|v| v.user).collect();
    println!("overall {}", everyone.len());
}
