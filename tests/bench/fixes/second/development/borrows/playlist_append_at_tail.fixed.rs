struct Song {
    title: String,
    next: Option<Box<Song>>,
}

#[derive(Default)]
struct Playlist {
    head: Option<Box<Song>>,
}

impl Playlist {
    fn append(&mut self, title: &str) {
        let song = Box::new(Song { title: title.to_string(), next: None });
        let mut slot = &mut self.head;
        while slot.is_some() {
            slot = &mut slot.as_mut().unwrap().next;
        }
        *slot = Some(song);
    }

    fn titles(&self) -> Vec<&str> {
        let mut out = Vec::new();
        let mut cursor = self.head.as_deref();
        while let Some(song) = cursor {
            out.push(song.title.as_str());
            cursor = song.next.as_deref();
        }
        out
    }
}

fn main() {
    let mut list = Playlist::default();
    list.append("Blue Train");
    list.append("So What");
    list.append("Naima");
    println!("{}", list.titles().join(" -> "));
    println!("{} songs", list.titles().len());
}
