use std::sync::mpsc::{channel, Sender};
use std::thread;

#[derive(Debug)]
enum Event {
    Progress(u8),
    Done(String),
}

fn work(tx: Sender<Event>, name: &'static str) {
    for p in [25, 75] {
        tx.send(Event::Progress(p)).unwrap();
    }
    tx.send(Event::Done(name.to_string())).unwrap();
}

fn main() {
    let (tx, rx) = channel();
    let t = thread::spawn(move || work(tx, "upload"));
    let mut sum = 0u32;
    for event in rx {
        match event {
            Event::Progress(p) => sum += p as u32,
            Event::Done(who) => println!("{who} finished"),
        }
    }
    t.join().unwrap();
    println!("{sum}");
}
