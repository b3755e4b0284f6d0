#[derive(Debug)]
struct Book {
    title: String,
    year: u16,
    pages: u32,
}

struct Library {
    books: Vec<Book>,
}

impl Library {
    fn since(&self, year: u16) -> impl Iterator<Item = String> + '_ {
        self.books
            .iter()
            .filter(move |b| b.year >= year)
            .map(|b| format!("{} ({})", b.title, b.year))
    }

    fn pages(&self) -> u32 {
        self.books.iter().map(|b| b.pages).sum()
    }
}

fn book(title: &str, year: u16, pages: u32) -> Book {
    Book { title: title.to_string(), year, pages }
}

fn main() {
    let library = Library {
        books: vec![
            book("Dune", 1965, 612),
            book("Neuromancer", 1984, 271),
            book("Piranesi", 2020, 272),
        ],
    };

    for entry in library.since(1980) {
        println!("* {}", entry);
    }
    println!("new this century: {}", library.since(2001).count());
    println!("{} pages in all", library.pages());
}
