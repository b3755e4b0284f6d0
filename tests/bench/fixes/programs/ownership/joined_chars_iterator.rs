fn vowels_upper(text: &str) -> impl Iterator<Item = char> + '_ {
    let upper = text.to_uppercase();
    upper.chars().filter(|c| "AEIOU".contains(*c))
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

fn main() {
    for word in ["education", "rhythm", "queue"] {
        let found: String = vowels_upper(word).collect();
        println!("{word}: [{found}] {}", reversed(word));
    }
    let n = vowels_upper("a quiet house").count();
    println!("{n}");
}
