fn label(n: u32) -> &'static str {
    match n {
        0 => "zero",
        1 => "one",
        2 => "two",
        _ => &format!("number {n}"),
    }
}

fn main() {
    let mut width = 0;
    for n in [0, 2, 11, 1] {
        let l = label(n);
        width = width.max(l.len());
        println!("{l}");
    }
    println!("widest {width}");
}
