fn label(n: u32) -> String {
    match n {
        0 => "zero".to_string(),
        1 => "one".to_string(),
        2 => "two".to_string(),
        _ => format!("number {n}"),
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
