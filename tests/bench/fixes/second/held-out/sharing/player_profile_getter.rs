use std::cell::RefCell;
use std::rc::Rc;

struct Profile {
    nick: String,
    level: u8,
}

#[derive(Clone)]
struct Player {
    profile: Rc<RefCell<Profile>>,
}

impl Player {
    fn new(nick: &str) -> Player {
        let profile = Profile { nick: nick.to_string(), level: 1 };
        Player { profile: Rc::new(RefCell::new(profile)) }
    }

    fn level_up(&self) {
        self.profile.borrow_mut().level += 1;
    }

    fn nick(&self) -> &str {
        &self.profile.borrow().nick
    }

    fn level(&self) -> u8 {
        self.profile.borrow().level
    }
}

fn main() {
    let host = Player::new("zora");
    let same = host.clone();
    let guest = Player::new("finn");

    host.level_up();
    same.level_up();
    guest.level_up();

    for p in vec![&host, &guest] {
        println!("{:<6} level {}", p.nick(), p.level());
    }
}
