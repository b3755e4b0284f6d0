struct Library {
    shelves: Vec<(String, u32)>,
}

impl Library {
    fn shelf_of(&self, title: &str) -> Option<u32> {
        self.shelves.iter().find(|(t, _)| t == title).map(|(_, n)| *n)
    }
}

fn main() {
    let lib = Library { shelves: vec![("Ulysses".into(), 4), ("Walden".into(), 12)] };
    for title in ["Walden", "Hamlet"] {
        if lib.shelf_of(title) {
            println!("{title} is here");
        } else {
            println!("{title} is not here");
        }
    }
    if let Some(n) = lib.shelf_of("Ulysses") {
        println!("shelf {n}");
    }
}
