fn is_palindrome(text: &str) -> bool {
    let letters: Vec<char> = text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let n = letters.len();
    for i in 0..n / 2 {
        if letters[i] != letters[n - 1 - i] {
            return false;
        }
    }
    true
}

fn main() {
    for text in ["Never odd or even", "Rust", "A nut for a jar of tuna"] {
        println!("{text}: {}", is_palindrome(text));
    }
    let all = ["level", "stats", "noon"].iter().filter(|w| is_palindrome(w)).count();
    println!("{all}");
}
