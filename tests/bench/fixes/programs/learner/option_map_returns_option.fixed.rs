fn nth_word(text: &str, n: usize) -> Option<&str> {
    text.split_whitespace().nth(n)
}

fn nth_number(text: &str, n: usize) -> Option<i32> {
    nth_word(text, n).and_then(|w| w.parse().ok())
}

fn add(text: &str) -> Option<i32> {
    let a = nth_number(text, 0)?;
    let b = nth_number(text, 2)?;
    Some(a + b)
}

fn main() {
    for t in ["3 + 4", "3 + x", "10 plus -12", "7"] {
        match add(t) {
            Some(sum) => println!("{t} = {sum}"),
            None => println!("{t}?"),
        }
    }
}
