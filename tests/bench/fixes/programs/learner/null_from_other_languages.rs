struct Employee {
    name: String,
    manager: Option<String>,
}

fn hire(name: &str, manager: &str) -> Employee {
    Employee {
        name: name.to_string(),
        manager: if manager.is_empty() { null } else { Some(manager.to_string()) },
    }
}

fn boss(e: &Employee) -> &str {
    match &e.manager {
        Some(m) => m,
        None => "nobody",
    }
}

fn main() {
    let staff = [hire("Ira", ""), hire("Jon", "Ira")];
    for e in &staff {
        println!("{} reports to {}", e.name, boss(e));
    }
}
