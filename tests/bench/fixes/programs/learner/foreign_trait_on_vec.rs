use std::fmt;

impl fmt::Display for Vec<u8> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for b in self {
            write!(f, "{b:04b} ")?;
        }
        Ok(())
    }
}

fn gray(n: u8) -> u8 {
    n ^ (n >> 1)
}

fn main() {
    let codes: Vec<u8> = (0..6).map(gray).collect();
    let sum: u32 = codes.iter().map(|b| b.count_ones()).sum();
    println!("{}", codes);
    println!("{sum} ones");
}
