struct Section {
    title: &'static str,
    parts: Vec<Section>,
}

fn section(title: &'static str, parts: Vec<Section>) -> Section {
    Section { title, parts }
}

fn walk<F: FnMut(usize, &str)>(s: &Section, depth: usize, found: &mut F) {
    found(depth, s.title);
    for part in &s.parts {
        walk(part, depth + 1, found);
    }
}

fn main() {
    let book = section(
        "Cooking",
        vec![
            section("Soups", vec![section("Miso", vec![]), section("Borscht", vec![])]),
            section("Bread", vec![section("Rye", vec![])]),
        ],
    );

    let mut numbering = 0;
    let mut deepest = 0;
    walk(&book, 0, &mut |depth, title| {
        numbering += 1;
        deepest = deepest.max(depth);
        println!("{:>2}. {}{}", numbering, "-".repeat(depth), title);
    });
    println!("{} sections, deepest {}", numbering, deepest);
}
