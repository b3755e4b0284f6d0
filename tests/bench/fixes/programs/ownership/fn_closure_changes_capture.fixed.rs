fn each_word(text: &str, mut f: impl FnMut(&str)) {
    for word in text.split_whitespace() {
        f(word);
    }
}

fn main() {
    let mut longest = 0;
    let mut count = 0;
    each_word("measure twice cut once carefully", |w| {
        count += 1;
        if w.len() > longest {
            longest = w.len();
        }
    });
    println!("{count} words, longest {longest}");
    each_word("a b", |w| println!("<{w}>"));
}
