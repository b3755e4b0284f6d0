fn pick<'a, 'b>(text: &'a str, other: &'b str, want_first: bool) -> &'a str
where
    'b: 'a,
{
    if want_first {
        text
    } else {
        other
    }
}

fn shorten(s: &str, n: usize) -> &str {
    match s.char_indices().nth(n) {
        Some((i, _)) => &s[..i],
        None => s,
    }
}

fn main() {
    let a = String::from("mountain");
    let b = String::from("seaside");
    for (n, first) in [(3, true), (20, false), (1, false)] {
        println!("{}", shorten(pick(&a, &b, first), n));
    }
}
