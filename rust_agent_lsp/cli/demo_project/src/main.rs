//! A small lending library, as somebody might have typed it: it does not compile.

mod catalogue;
mod members;

use catalogue::{Book, Catalogue};
use members::Member;

fn describe(books: Vec<Book>) -> String {
    let titles: Vec<&str> = books.iter().map(|b| b.title.as_str()).collect();
    titles.join(", ")
}

fn main() {
    let catalogue = Catalogue::new();
    catalogue.add(Book::new("Dune", 1965));
    catalogue.add(Book::new("Emma", 1815));

    let ada = Member::new("Ada");
    println!("{:?} joins", ada);

    let shelf = catalogue.books();
    println!("On the shelf: {}", describe(shelf));
    println!("{} books in all", shelf.lenght());

    let oldest = catalogue.oldest();
    println!("The oldest is {}", oldest.titel);

    let fee: u32 = members::fee_of(&ada);
    println!("{} pays {} for {} books", ada.name, fee, catalogue.count());
}
