fn parse_rgb(hex: &str) -> Option<[u8; 3]> {
    let hex = hex.strip_prefix('#')?;
    if hex.len() != 6 {
        return None;
    }
    let mut rgb = [0; 3];
    for i in 0..3 {
        rgb[i] = u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(rgb)
}

fn main() {
    for c in ["#ff8000", "#12", "00ff00", "#zz0000"] {
        match parse_rgb(c) {
            Some([r, g, b]) => println!("{c}: {r} {g} {b}"),
            None => println!("{c}: no colour"),
        }
    }
}
