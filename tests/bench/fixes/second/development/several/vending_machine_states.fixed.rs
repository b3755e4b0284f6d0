#[derive(Debug, Clone, PartialEq)]
enum State {
    Idle,
    HasMoney(u32),
    Dispensing(String),
}

#[derive(Debug)]
enum Event {
    Coin(u32),
    Select(String),
    Refund,
    Taken,
}

struct Machine {
    state: State,
    earned: u32,
}

impl Machine {
    fn price(item: &str) -> Option<u32> {
        match item {
            "cola" => Some(150),
            "chips" => Some(120),
            _ => None,
        }
    }

    fn handle(&mut self, event: Event) {
        println!("  event {:?}", event);
        let next = match (self.state.clone(), event) {
            (State::Idle, Event::Coin(c)) => State::HasMoney(c),
            (State::HasMoney(m), Event::Coin(c)) => State::HasMoney(m + c),
            (State::HasMoney(m), Event::Select(item)) => match Machine::price(&item) {
                Some(p) if p <= m => {
                    self.earned += p;
                    State::Dispensing(item)
                }
                _ => State::HasMoney(m),
            },
            (State::HasMoney(_), Event::Refund) => State::Idle,
            (State::Dispensing(_), Event::Taken) => State::Idle,
            (state, _) => state,
        };
        self.state = next;
    }
}

fn main() {
    let mut machine = Machine { state: State::Idle, earned: 0 };
    let events = vec![
        Event::Coin(100),
        Event::Select("cola".to_string()),
        Event::Coin(50),
        Event::Select("cola".to_string()),
        Event::Taken,
        Event::Coin(20),
        Event::Refund,
    ];

    for event in events {
        machine.handle(event);
        println!("-> {:?}", machine.state);
    }

    if machine.state == State::Idle {
        println!("machine is idle, earned {}", machine.earned);
    }
}
