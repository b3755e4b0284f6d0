use std::collections::VecDeque;

#[derive(Debug, Clone, Copy)]
enum Event {
    Key(char),
    Tick,
    Stop,
}

struct Loop {
    queue: VecDeque<Event>,
    typed: String,
    ticks: u32,
}

impl Loop {
    fn handle(&mut self, event: &Event) {
        match event {
            Event::Key(c) => self.typed.push(*c),
            Event::Tick => self.ticks += 1,
            Event::Stop => self.queue.clear(),
        }
    }

    fn run(&mut self) {
        while let Some(event) = self.queue.front() {
            self.handle(event);
            self.queue.pop_front();
        }
    }
}

fn main() {
    let queue = VecDeque::from([Event::Key('o'), Event::Tick, Event::Key('k'), Event::Stop, Event::Tick]);
    let mut l = Loop { queue, typed: String::new(), ticks: 0 };
    l.run();
    println!("{} {} {}", l.typed, l.ticks, l.queue.len());
}
