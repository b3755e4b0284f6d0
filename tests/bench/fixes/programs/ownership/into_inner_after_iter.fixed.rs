#[derive(Debug)]
struct Playlist {
    songs: Vec<String>,
}

impl Playlist {
    fn longest(&self) -> Option<&String> {
        self.songs.iter().max_by_key(|s| s.len())
    }

    fn merge(mut self, other: Playlist) -> Playlist {
        self.songs.extend(other.songs);
        self
    }
}

fn main() {
    let rock = Playlist { songs: vec!["Thunder".into(), "Go".into()] };
    let jazz = Playlist { songs: vec!["Blue in Green".into()] };
    let best = rock.longest().cloned();
    let all = rock.merge(jazz);
    println!("{} songs", all.songs.len());
    if let Some(song) = best {
        println!("longest rock song: {song}");
    }
    println!("longest: {:?}", all.longest());
}
