use std::rc::Rc;

struct Page {
    title: String,
    body: String,
}

fn shout(page: &Rc<Page>) -> String {
    let mut t = page.title;
    t.push('!');
    t.to_uppercase()
}

fn main() {
    let page = Rc::new(Page {
        title: String::from("welcome"),
        body: String::from("one two three"),
    });
    let other = Rc::clone(&page);
    println!("{}", shout(&page));
    println!("{} words", other.body.split(' ').count());
    println!("{} owners", Rc::strong_count(&page));
}
