fn longest_word(text: &str) -> &str {
    let lower = text.to_lowercase();
    let mut best = "";
    for word in lower.split_whitespace() {
        if word.len() > best.len() {
            best = word;
        }
    }
    println!("searched {} bytes", lower.len());
    best
}

fn vowels(text: &str) -> usize {
    text.chars().filter(|c| "aeiou".contains(*c)).count()
}

fn main() {
    let line = "plain words and remarkable ones";
    let w = longest_word(line);
    println!("{w} has {} vowels", vowels(w));
}
