struct Mailbox {
    unread: Option<String>,
    read: Vec<String>,
}

impl Mailbox {
    fn open(&mut self) -> bool {
        if let Some(mail) = self.unread {
            self.read.push(mail);
            true
        } else {
            false
        }
    }

    fn deliver(&mut self, text: &str) {
        self.unread = Some(text.to_owned());
    }
}

fn main() {
    let mut m = Mailbox { unread: None, read: vec![] };
    println!("{}", m.open());
    m.deliver("hello");
    println!("{}", m.open());
    m.deliver("again");
    println!("{} {}", m.open(), m.unread.is_none());
    println!("{:?}", m.read);
}
