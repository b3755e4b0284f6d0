trait Codec {
    fn encode(&self, text: &str) -> String;
    fn decode(&self, text: &str) -> Option<String>;
}

struct Rot13;

fn rot(c: char) -> char {
    match c {
        'a'..='m' | 'A'..='M' => (c as u8 + 13) as char,
        'n'..='z' | 'N'..='Z' => (c as u8 - 13) as char,
        _ => c,
    }
}

impl Codec for Rot13 {
    fn encode(&self, text: &String) -> String {
        text.chars().map(rot).collect()
    }

    fn decode(&self, text: &str) -> Option<String> {
        if text.is_ascii() {
            Some(self.encode(&text.to_string()))
        } else {
            None
        }
    }
}

fn main() {
    let c = Rot13;
    let secret = c.encode(&"Why did the chicken".to_string());
    println!("{secret}");
    println!("{:?}", c.decode(&secret));
    println!("{:?}", c.decode("é"));
}
