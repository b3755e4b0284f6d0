trait Cipher {
    fn encode_char(&self, c: char) -> char;

    fn encode(&self, text: &str) -> String {
        text.chars().map(|c| self.encode_char(c)).collect()
    }
}

struct Caesar {
    shift: u32,
}

impl Cipher for Caesar {
    fn encode_char(&self, c: char) -> char {
        if c.is_ascii_lowercase() {
            let base = 'a' as u32;
            let rotated = (c as u32 - base + self.shift) % 26 + base;
            rotated as u8 as char
        } else {
            c
        }
    }
}

fn main() {
    let secret = Caesar { shift: 3 };
    let reverse = Caesar { shift: 23 };
    for text in ["attack at dawn", "xyz!"] {
        let hidden = secret.encode(text);
        println!("{} -> {} -> {}", text, hidden, reverse.encode(&hidden));
    }
}
