use std::collections::HashMap;

#[derive(Default)]
struct Bus {
    topics: HashMap<String, Vec<usize>>,
    inboxes: Vec<Vec<String>>,
    sent: usize,
}

impl Bus {
    fn deliver(&mut self, to: usize, text: &str) {
        self.inboxes[to].push(text.to_string());
        self.sent += 1;
    }

    fn publish(&mut self, topic: &str, text: &str) {
        if let Some(readers) = self.topics.get(topic).cloned() {
            for r in readers {
                self.deliver(r, text);
            }
        }
    }
}

fn main() {
    let mut bus = Bus { inboxes: vec![vec![], vec![]], ..Bus::default() };
    bus.topics.insert("news".into(), vec![0, 1]);
    bus.topics.insert("sport".into(), vec![1]);
    bus.publish("news", "rain");
    bus.publish("sport", "2:1");
    bus.publish("none", "?");
    println!("{:?} {}", bus.inboxes, bus.sent);
}
