trait Playlist {
    fn add(&mut self, title: &str, seconds: u32);
    fn total_seconds(&self) -> u32;
}

#[derive(Default)]
struct MemoryPlaylist {
    songs: Vec<(String, u32)>,
}

impl Playlist for MemoryPlaylist {
    fn add(&mut self, title: &str, seconds: u32) {
        self.songs.push((title.to_owned(), seconds));
    }

    fn total_seconds(&self) -> u32 {
        self.songs.iter().map(|(_, s)| s).sum()
    }

    fn longest(&self) -> Option<&str> {
        self.songs
            .iter()
            .max_by_key(|(_, seconds)| *seconds)
            .map(|(title, _)| title.as_str())
    }
}

fn fill(list: &mut dyn Playlist) {
    list.add("Intro", 65);
    list.add("Long Road", 412);
    list.add("Coda", 120);
}

fn main() {
    let mut list = MemoryPlaylist::default();
    println!("longest before: {:?}", list.longest());
    fill(&mut list);
    let total = list.total_seconds();
    println!("{} songs, {}:{:02}", list.songs.len(), total / 60, total % 60);
    println!("longest after: {:?}", list.longest());
}
