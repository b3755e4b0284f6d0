#[derive(Debug, Clone)]
struct Track {
    artist: String,
    title: String,
    secs: u32,
}

#[derive(Default)]
struct Playlist {
    tracks: Vec<Track>,
}

impl Playlist {
    fn add(mut self, artist: &str, title: &str, secs: u32) -> Self {
        self.tracks.push(Track {
            artist: artist.into(),
            title: title.into(),
            secs,
        });
        self
    }

    fn longest(&self) -> Option<&Track> {
        self.tracks.iter().max_by_key(|t| t.secs)
    }

    fn print(&self) {
        for (n, track) in self.tracks.iter().enumerate() {
            let (m, s) = (track.secs / 60, track.secs % 60);
            println!("{n}. {} - {} [{m}:{s:02}]", track.artist, track.title);
        }
    }
}

fn main() {
    let list = Playlist::default()
        .add("Nina Simone", "Sinnerman", 622)
        .add("Can", "Vitamin C", 214)
        .add("Moondog", "Bird's Lament", 122);
    list.print();
    if let Some(t) = list.longest() {
        println!("longest: {}", t.title);
    }
}
