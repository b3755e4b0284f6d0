enum Event {
    Click { x: i32, y: i32 },
    Scroll { delta: i32 },
}

struct Page {
    top: i32,
    clicks: Vec<(i32, i32)>,
}

impl Page {
    fn on(&mut self, e: Event) {
        match e {
            Event::Click { x, y } => self.clicks.push((x, y + self.top)),
            Event::Scroll { amount } => self.top = (self.top + amount).max(0),
        }
    }
}

fn main() {
    let mut p = Page { top: 0, clicks: vec![] };
    p.on(Event::Click { x: 3, y: 4 });
    p.on(Event::Scroll { delta: 100 });
    p.on(Event::Click { x: 3, y: 4 });
    p.on(Event::Scroll { delta: -500 });
    println!("{:?} {}", p.clicks, p.top);
}
