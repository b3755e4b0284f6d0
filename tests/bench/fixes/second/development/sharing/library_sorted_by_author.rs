#[derive(Debug)]
struct Book {
    author: String,
    title: String,
    year: u16,
}

fn book(author: &str, title: &str, year: u16) -> Book {
    Book { author: author.to_string(), title: title.to_string(), year }
}

fn main() {
    let mut shelf = vec![
        book("Woolf", "Orlando", 1928),
        book("Austen", "Emma", 1815),
        book("Woolf", "The Waves", 1931),
        book("Kafka", "The Trial", 1925),
        book("Austen", "Emma", 1816),
    ];

    shelf.sort_by_key(|b| (b.author, b.year));
    shelf.dedup_by(|later, first| later.title == first.title);

    let mut author = "";
    for b in &shelf {
        if b.author != author {
            println!("{}", b.author);
            author = &b.author;
        }
        println!("  {} ({})", b.title, b.year);
    }
}
