enum Entry {
    File { name: String, size: u64 },
    Dir { name: String, children: Vec<Entry> },
}

impl Entry {
    fn file(name: &str, size: u64) -> Entry {
        Entry::File { name: name.to_string(), size }
    }

    fn dir(name: &str, children: Vec<Entry>) -> Entry {
        Entry::Dir { name: name.to_string(), children }
    }

    fn visit(&self, path: &str, on_file: &mut dyn FnMut(&str, u64)) {
        match self {
            Entry::File { name, size } => on_file(&format!("{}/{}", path, name), *size),
            Entry::Dir { name, children } => {
                let here = format!("{}/{}", path, name);
                for child in children {
                    child.visit(&here, on_file);
                }
            }
        }
    }
}

fn main() {
    let root = Entry::dir(
        "home",
        vec![
            Entry::file("notes.txt", 120),
            Entry::dir("pics", vec![Entry::file("cat.png", 4096), Entry::file("dog.png", 2048)]),
        ],
    );

    let mut bytes = 0;
    let mut biggest = (String::new(), 0);
    root.visit("", &mut |path, size| {
        bytes += size;
        if size > biggest.1 {
            biggest = (path.to_string(), size);
        }
    });

    println!("{} bytes", bytes);
    println!("biggest: {} ({})", biggest.0, biggest.1);
}
