struct User {
    name: String,
}

struct Session<'u> {
    user: &'u User,
    hits: u32,
}

fn login(name: &str) -> User {
    User { name: name.to_string() }
}

impl Session<'_> {
    fn hit(&mut self) -> String {
        self.hits += 1;
        format!("{}#{}", self.user.name, self.hits)
    }
}

fn main() {
    let user = login("pia");
    let mut s = Session { user: &user, hits: 0 };
    println!("{}", s.hit());
    println!("{}", s.hit());
}
