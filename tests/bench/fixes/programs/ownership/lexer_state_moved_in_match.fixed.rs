#[derive(Debug)]
enum Mode {
    Text(String),
    Tag(String),
}

fn split(source: &str) -> Vec<Mode> {
    let mut out = Vec::new();
    let mut mode = Mode::Text(String::new());
    for c in source.chars() {
        mode = match (mode, c) {
            (Mode::Text(t), '<') => {
                println!("text of {} bytes", t.len());
                out.push(Mode::Text(t));
                Mode::Tag(String::new())
            }
            (Mode::Tag(t), '>') => {
                out.push(Mode::Tag(t));
                Mode::Text(String::new())
            }
            (Mode::Text(mut t), c) => {
                t.push(c);
                Mode::Text(t)
            }
            (Mode::Tag(mut t), c) => {
                t.push(c);
                Mode::Tag(t)
            }
        };
    }
    out.push(mode);
    out
}

fn main() {
    for part in split("one<b>two</b>end") {
        println!("{part:?}");
    }
}
