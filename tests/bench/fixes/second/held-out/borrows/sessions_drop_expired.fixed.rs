struct Session {
    user: String,
    last_seen: u64,
}

struct SessionStore {
    clock: u64,
    ttl: u64,
    sessions: Vec<Session>,
}

impl SessionStore {
    fn new(ttl: u64) -> Self {
        SessionStore { clock: 0, ttl, sessions: vec![] }
    }

    fn login(&mut self, user: &str) {
        let last_seen = self.clock;
        self.sessions.push(Session { user: user.into(), last_seen });
    }

    fn tick(&mut self, by: u64) {
        self.clock += by;
    }

    fn deadline(&self) -> u64 {
        self.clock.saturating_sub(self.ttl)
    }

    fn purge(&mut self) -> usize {
        let before = self.sessions.len();
        let deadline = self.deadline();
        self.sessions.retain(|s| s.last_seen >= deadline);
        before - self.sessions.len()
    }
}

fn main() {
    let mut store = SessionStore::new(10);
    store.login("ana");
    store.tick(6);
    store.login("bob");
    store.tick(6);
    let gone = store.purge();
    println!("purged {}", gone);
    for s in &store.sessions {
        println!("{} since {}", s.user, s.last_seen);
    }
}
