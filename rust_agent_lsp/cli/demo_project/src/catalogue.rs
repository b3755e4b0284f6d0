//! The books.

#[derive(Debug, Clone)]
pub struct Book {
    pub title: String,
    pub year: u16,
}

impl Book {
    pub fn new(title: &str, year: u16) -> Book {
        Book { title: title, year }
    }
}

pub struct Catalogue {
    books: HashMap<String, Book>,
}

impl Catalogue {
    pub fn new() -> Catalogue {
        Catalogue { books: HashMap::new() }
    }

    pub fn add(&mut self, book: Book) {
        let total = 0;
        total += self.books.len();
        self.books.insert(format!("{total}: {}", book.title), book);
    }

    pub fn books(&self) -> Vec<Book> {
        self.books.values().cloned().collect()
    }

    pub fn oldest(&self) -> Book {
        let mut sorted = self.books();
        sorted.sort_by_key(|book| book.year);
        let first = &sorted[0];
        sorted.push(Book::new("End of the list", 9999));
        first.clone()
    }

    pub fn count(&self) -> usize {
        self.books.len()
    }
}

pub fn longer(one: &str, other: &str) -> &str {
    if one.len() >= other.len() { one } else { other }
}
