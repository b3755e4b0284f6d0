fn shift_letter(c: char, by: u32) -> char {
    let base = 'a' as u32;
    let offset = (c as u32 - base + by) % 26;
    (base + offset) as char
}

fn vigenere(text: &str, key: &str) -> String {
    text.chars()
        .zip(key.chars().cycle())
        .map(|(c, k)| shift_letter(c, k as u32 - 'a' as u32))
        .collect()
}

fn main() {
    println!("{}", vigenere("attackatdawn", "lemon"));
    println!("{}", shift_letter('z', 3));
    let alphabet: String = (0..5).map(|n| shift_letter('v', n)).collect();
    println!("{alphabet}");
}
