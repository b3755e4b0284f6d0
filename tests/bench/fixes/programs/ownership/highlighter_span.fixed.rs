#[derive(Debug)]
struct Span<'a> {
    text: &'a str,
    start: usize,
}

fn numbers<'a>(line: &'a str) -> Vec<Span<'a>> {
    let mut out = Vec::new();
    let mut start = 0;
    for word in line.split(' ') {
        if word.chars().all(|c| c.is_ascii_digit()) {
            out.push(Span { text: word, start });
        }
        start += word.len() + 1;
    }
    out
}

fn main() {
    let line = "take 12 eggs and 300 grams";
    for span in numbers(line) {
        println!("{}..{} {}", span.start, span.start + span.text.len(), span.text);
    }
}
