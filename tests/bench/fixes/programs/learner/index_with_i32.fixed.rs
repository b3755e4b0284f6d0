fn caesar(text: &str, shift: i32) -> String {
    let alphabet: Vec<char> = ('a'..='z').collect();
    let mut out = String::new();
    for c in text.chars() {
        match alphabet.iter().position(|a| *a == c) {
            Some(i) => {
                let moved = (i as i32 + shift).rem_euclid(26);
                out.push(alphabet[moved as usize]);
            }
            None => out.push(c),
        }
    }
    out
}

fn main() {
    let secret = caesar("attack at dawn", 3);
    println!("{secret}");
    println!("{}", caesar(&secret, -3));
    println!("{}", caesar("xyz", 29));
}
