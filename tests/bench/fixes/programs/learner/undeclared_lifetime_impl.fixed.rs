struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn take_while(&mut self, test: fn(char) -> bool) -> &'t str {
        let rest = &self.text[self.at..];
        let end = rest.find(|c| !test(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }
}

fn main() {
    let mut c = Cursor { text: "abc123def", at: 0 };
    let word = c.take_while(|c| c.is_alphabetic());
    let number = c.take_while(|c| c.is_ascii_digit());
    let tail = c.take_while(|_| true);
    println!("{word} {number} {tail}");
    println!("{}", number.parse::<u32>().unwrap() * 2);
}
