#[derive(Debug)]
struct Book {
    title: String,
    lent_to: Option<String>,
}

struct Library {
    books: Vec<Book>,
    loans: u32,
}

impl Library {
    fn find(&mut self, title: &str) -> Option<&mut Book> {
        self.books.iter_mut().find(|b| b.title == title)
    }

    fn lend(&mut self, title: &str, who: &str) -> bool {
        match self.find(title) {
            Some(book) if book.lent_to.is_none() => {
                book.lent_to = Some(who.to_string());
                self.loans += 1;
                true
            }
            _ => false,
        }
    }
}

fn main() {
    let mut lib = Library {
        books: vec![
            Book { title: "Dune".into(), lent_to: None },
            Book { title: "Emma".into(), lent_to: None },
        ],
        loans: 0,
    };
    println!("{}", lib.lend("Dune", "Kai"));
    println!("{}", lib.lend("Dune", "Lou"));
    println!("{}", lib.lend("Ulysses", "Lou"));
    println!("{:?} after {} loans", lib.books[0].lent_to, lib.loans);
    println!("{:?}", lib.books[1].lent_to);
}
