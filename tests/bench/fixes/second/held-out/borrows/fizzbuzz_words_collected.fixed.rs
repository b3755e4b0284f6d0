struct Rule {
    divisor: u32,
    word: &'static str,
}

fn word_for(n: u32, rules: &[Rule]) -> Option<&'static str> {
    rules
        .iter()
        .find(|rule| n % rule.divisor == 0)
        .map(|rule| rule.word)
}

fn main() {
    let rules = [
        Rule { divisor: 15, word: "FizzBuzz" },
        Rule { divisor: 5, word: "Buzz" },
        Rule { divisor: 3, word: "Fizz" },
    ];

    let mut spoken: Vec<String> = Vec::new();
    for n in 1..=15 {
        match word_for(n, &rules) {
            Some(word) => spoken.push(word.to_string()),
            None => spoken.push(n.to_string()),
        }
    }

    println!("{}", spoken.join(" "));
    let longest = spoken.iter().map(|w| w.len()).max().unwrap_or(0);
    println!("longest word: {} letters", longest);
}
