#[derive(Debug)]
struct Track {
    title: String,
    seconds: u32,
    next: Option<Box<Track>>,
}

struct Playlist {
    first: Option<Box<Track>>,
}

impl Playlist {
    fn new() -> Self {
        Playlist { first: None }
    }

    fn push_front(&mut self, title: &str, seconds: u32) {
        let rest = self.first.take();
        self.first = Some(Box::new(Track { title: title.to_string(), seconds, next: rest }));
    }

    fn length(&self) -> u32 {
        let mut sum = 0;
        let mut current = &self.first;
        while let Some(track) = current {
            sum += track.seconds;
            current = &track.next;
        }
        sum
    }
}

fn main() {
    let mut list = Playlist::new();
    list.push_front("Outro", 95);
    list.push_front("Bridge", 210);
    list.push_front("Intro", 42);

    let total = list.length();
    println!("{}:{:02}", total / 60, total % 60);
    if let Some(track) = &list.first {
        println!("starts with {}", track.title);
    }
}
