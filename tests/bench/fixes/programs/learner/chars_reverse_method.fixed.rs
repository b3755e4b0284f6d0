fn reverse_words(line: &str) -> String {
    line.split(' ')
        .map(|w| w.chars().rev().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

fn shout(line: &str) -> String {
    line.to_uppercase() + "!"
}

fn main() {
    let line = "stressed parts live";
    println!("{}", reverse_words(line));
    println!("{}", shout(&reverse_words(line)));
    println!("{}", reverse_words(&reverse_words(line)) == line);
}
