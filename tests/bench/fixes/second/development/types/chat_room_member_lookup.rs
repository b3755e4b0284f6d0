#[derive(Debug)]
struct Member {
    nick: String,
    muted: bool,
}

struct Room {
    members: Vec<Member>,
}

impl Room {
    fn find(&self, nick: &str) -> Option<&Member> {
        for member in &self.members {
            if member.nick.eq_ignore_ascii_case(nick) {
                return member;
            }
        }
        None
    }

    fn can_speak(&self, nick: &str) -> bool {
        match self.find(nick) {
            Some(m) => !m.muted,
            None => false,
        }
    }
}

fn main() {
    let room = Room {
        members: vec![
            Member { nick: "Ferris".into(), muted: false },
            Member { nick: "gopher".into(), muted: true },
        ],
    };
    for nick in ["ferris", "Gopher", "duke"] {
        println!("{} can speak: {}", nick, room.can_speak(nick));
    }
    println!("{:?}", room.find("FERRIS"));
}
