fn count_char(text: &str, wanted: char) -> usize {
    text.chars().filter(|c| *c == wanted).count()
}

fn balanced(text: &str) -> bool {
    count_char(text, "(") == count_char(text, ")"')
}

fn main() {
    for code in ["f(x)", "g((y)", "h()()"] {
        let mark = if balanced(code) { "ok" } else { "unbalanced" };
        println!("{code}: {mark}");
    }
    println!("{}", count_char("mississippi", 's'));
}
