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

    fn prepend(mut self, title: &str, seconds: u32) -> Self {
        let track = Track {
            title: title.to_string(),
            seconds,
            next: self.first.take(),
        };
        self.first = Some(Box::new(track));
        self
    }

    fn duration(&self) -> u32 {
        let mut total = 0;
        let mut current = &self.first;
        while let Some(track) = current {
            total += track.seconds;
            current = &track.next;
        }
        total
    }
}

fn main() {
    let list = Playlist::new()
        .prepend("Outro", 95)
        .prepend("Middle Eight", 241)
        .prepend("Intro", 62);

    let secs = list.duration();
    println!("duration {}:{:02}", secs / 60, secs % 60);
    if let Some(track) = &list.first {
        println!("starts with {}", track.title);
    }
}
