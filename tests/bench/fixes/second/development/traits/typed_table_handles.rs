use std::collections::BTreeMap;

struct Handle<T> {
    index: usize,
}

struct Table<T> {
    rows: BTreeMap<usize, T>,
    next: usize,
}

impl<T> Table<T> {
    fn new() -> Self {
        Table { rows: BTreeMap::new(), next: 1 }
    }

    fn insert(&mut self, row: T) -> Handle<T> {
        let index = self.next;
        self.next += 1;
        self.rows.insert(index, row);
        Handle { index }
    }

    fn get(&self, handle: &Handle<T>) -> Option<&T> {
        self.rows.get(&handle.index)
    }

    fn remove(&mut self, handle: Handle<T>) -> Option<T> {
        self.rows.remove(&handle.index)
    }
}

struct Author {
    name: &'static str,
}

struct Book {
    title: &'static str,
    author: Handle<Author>,
}

fn main() {
    let mut authors = Table::new();
    let mut books = Table::new();
    let lem = authors.insert(Author { name: "Lem" });
    let solaris = books.insert(Book { title: "Solaris", author: lem });

    if let Some(book) = books.get(&solaris) {
        let who = authors.get(&book.author).map_or("unknown", |a| a.name);
        println!("{} by {}", book.title, who);
    }
    let gone = books.remove(solaris);
    println!("removed {}, {} left", gone.is_some(), books.rows.len());
}
