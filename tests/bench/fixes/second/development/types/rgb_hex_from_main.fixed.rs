use std::num::ParseIntError;

#[derive(Debug, PartialEq)]
struct Rgb {
    r: u8,
    g: u8,
    b: u8,
}

impl std::str::FromStr for Rgb {
    type Err = ParseIntError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let hex = s.trim_start_matches('#');
        Ok(Rgb {
            r: u8::from_str_radix(&hex[0..2], 16)?,
            g: u8::from_str_radix(&hex[2..4], 16)?,
            b: u8::from_str_radix(&hex[4..6], 16)?,
        })
    }
}

fn luminance(c: &Rgb) -> u32 {
    (u32::from(c.r) * 299 + u32::from(c.g) * 587 + u32::from(c.b) * 114) / 1000
}

fn main() -> Result<(), ParseIntError> {
    for text in ["#ff8800", "102030", "#ffffff"] {
        let color: Rgb = text.parse()?;
        println!("{} -> {:?}, luminance {}", text, color, luminance(&color));
    }
    Ok(())
}
