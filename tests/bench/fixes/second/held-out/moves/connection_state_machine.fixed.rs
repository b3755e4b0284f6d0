use std::fmt;
use std::mem;

#[derive(Debug)]
enum State {
    Idle,
    Connecting { host: String, attempts: u32 },
    Connected { host: String },
}

struct Client {
    state: State,
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?}", self.state)
    }
}

impl Client {
    fn new() -> Self {
        Client { state: State::Idle }
    }

    fn dial(&mut self, host: &str) {
        self.state = State::Connecting {
            host: host.to_string(),
            attempts: 0,
        };
    }

    fn tick(&mut self, reachable: bool) {
        self.state = match mem::replace(&mut self.state, State::Idle) {
            State::Idle => State::Idle,
            State::Connecting { host, .. } if reachable => State::Connected { host },
            State::Connecting { attempts, .. } if attempts >= 2 => State::Idle,
            State::Connecting { host, attempts } => State::Connecting {
                host,
                attempts: attempts + 1,
            },
            State::Connected { host } => State::Connected { host },
        };
    }
}

fn main() {
    let mut client = Client::new();
    client.dial("example.org");
    for reachable in [false, false, true, true] {
        client.tick(reachable);
        println!("{}", client);
    }
}
