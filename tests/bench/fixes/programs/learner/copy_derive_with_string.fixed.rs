#[derive(Debug, Clone)]
struct Tag {
    label: String,
    weight: u8,
}

fn heavier(a: &Tag, b: &Tag) -> Tag {
    if a.weight >= b.weight {
        a.clone()
    } else {
        b.clone()
    }
}

fn main() {
    let tags: Vec<Tag> = [("rust", 9), ("go", 4), ("lisp", 7)]
        .iter()
        .map(|(l, w)| Tag { label: l.to_string(), weight: *w })
        .collect();
    let mut best = tags[0].clone();
    for t in &tags {
        best = heavier(&best, t);
    }
    println!("{} {}", best.label, best.weight);
    println!("{}", tags.len());
}
