fn count_matching<F: Fn(&str) -> bool>(words: &[&str], test: F) -> usize {
    words.iter().filter(|w| test(w)).count()
}

fn main() {
    let stop_words: Vec<String> = ["a", "the", "of"].iter().map(|s| s.to_string()).collect();
    let text = "the end of the line is a place of rest";
    let words: Vec<&str> = text.split_whitespace().collect();

    let is_stop = move |w: &str| stop_words.iter().any(|s| s == w);
    let stops = count_matching(&words, is_stop);
    println!("{} of {} are stop words", stops, words.len());
    println!("list had {} entries", stop_words.len());
    let rest = words.len() - stops;
    println!("{rest} remain");
}
