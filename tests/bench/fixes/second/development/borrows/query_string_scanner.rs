struct Scanner<'a> {
    rest: &'a str,
    consumed: usize,
}

impl<'a> Scanner<'a> {
    fn new(input: &'a str) -> Self {
        Scanner { rest: input, consumed: 0 }
    }

    fn until(&'a mut self, stop: char) -> &'a str {
        match self.rest.find(stop) {
            Some(at) => {
                let piece = &self.rest[..at];
                self.rest = &self.rest[at + stop.len_utf8()..];
                self.consumed += at + stop.len_utf8();
                piece
            }
            None => {
                let piece = self.rest;
                self.consumed += piece.len();
                self.rest = "";
                piece
            }
        }
    }
}

fn main() {
    let query = String::from("user=kim&lang=en");
    let mut scanner = Scanner::new(&query);

    let key = scanner.until('=');
    let value = scanner.until('&');
    println!("{key} => {value}");

    let key = scanner.until('=');
    let value = scanner.until('&');
    println!("{key} => {value}");
    println!("{} of {} bytes", scanner.consumed, query.len());
}
