use std::str::FromStr;

#[derive(Debug, PartialEq, Clone, Copy)]
struct Color {
    r: u8,
    g: u8,
    b: u8,
}

impl FromStr for Color {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let hex = s.strip_prefix('#').ok_or(format!("{} lacks #", s))?;
        if hex.len() != 6 {
            return Err(format!("{} has the wrong length", s));
        }
        let channel = |at: usize| {
            u8::from_str_radix(&hex[at..at + 2], 16).map_err(|e| format!("{}: {}", s, e))
        };
        Ok(Color {
            r: channel(0)?,
            g: channel(2)?,
            b: channel(4)?,
        })
    }
}

impl Color {
    fn brightness(&self) -> u32 {
        (self.r as u32 * 3 + self.g as u32 * 6 + self.b as u32) / 10
    }
}

fn main() {
    for text in ["#ff8000", "336699", "#12", "#00zz00"] {
        match text.parse::<Color>() {
            Ok(c) => println!("{:?} brightness {}", c, c.brightness()),
            Err(e) => println!("error: {}", e),
        }
    }
}
