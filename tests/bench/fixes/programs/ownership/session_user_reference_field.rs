struct User {
    name: String,
}

struct Session<'u> {
    user: &'u User,
    hits: u32,
}

fn login(name: &str) -> Session<'static> {
    let user = User { name: name.to_string() };
    Session { user: &user, hits: 0 }
}

impl Session<'_> {
    fn hit(&mut self) -> String {
        self.hits += 1;
        format!("{}#{}", self.user.name, self.hits)
    }
}

fn main() {
    let mut s = login("pia");
    println!("{}", s.hit());
    println!("{}", s.hit());
}
