use std::collections::BTreeMap;

fn reverse(book: &BTreeMap<String, u32>) -> BTreeMap<u32, String> {
    let mut out = BTreeMap::new();
    for (name, number) in book {
        out.insert(number, name);
    }
    out
}

fn main() {
    let mut book = BTreeMap::new();
    book.insert("zoe".to_string(), 311);
    book.insert("abe".to_string(), 522);
    let by_number = reverse(&book);
    for (number, name) in &by_number {
        println!("{number} {name}");
    }
    println!("{}", book["zoe"]);
}
