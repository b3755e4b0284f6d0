struct Song {
    title: String,
    next: Option<Box<Song>>,
}

struct Playlist {
    head: Option<Box<Song>>,
    len: usize,
}

impl Playlist {
    fn new() -> Self {
        Self { head: None, len: 0 }
    }

    fn push_front(&mut self, title: &str) {
        let song = Song {
            title: title.to_owned(),
            next: self.head.take(),
        };
        self.head = Some(Box::new(song));
        self.len += 1;
    }

    fn titles(&self) -> Vec<&str> {
        let mut out = Vec::with_capacity(self.len);
        let mut cursor = &self.head;
        while let Some(song) = cursor {
            out.push(song.title.as_str());
            cursor = &song.next;
        }
        out
    }
}

fn main() {
    let mut list = Playlist::new();
    list.push_front("Outro");
    list.push_front("Middle Eight");
    list.push_front("Intro");
    println!("{} songs: {}", list.len, list.titles().join(" > "));
}
