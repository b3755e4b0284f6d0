struct User {
    id: u32,
    name: String,
    email: Option<String>,
}

impl User {
    fn badge(&self) -> String {
        let status = if self.email.is_some() { "reachable" } else { "offline" };
        format!("#{} {} [{}]", self.id, self.name, status)
    }
}

fn domain_of(address: &str) -> Option<&str> {
    address.split('@').nth(1)
}

fn main() {
    let users = vec![
        User { id: 1, name: "Olga".into(), email: Some("olga@mail.test".into()) },
        User { id: 2, name: "Sven".into(), email: None },
        User { id: 3, name: "Mia".into(), email: Some("mia@corp.test".into()) },
    ];

    let mut domains = Vec::new();
    for user in users {
        if let Some(email) = &user.email {
            if let Some(domain) = domain_of(&email) {
                domains.push(domain.to_string());
            }
        }
        println!("{}", user.badge());
    }
    println!("domains: {}", domains.join(", "));
}
