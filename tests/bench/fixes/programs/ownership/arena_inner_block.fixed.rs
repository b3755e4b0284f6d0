struct Arena<'a> {
    names: Vec<&'a str>,
}

fn intern<'a>(arena: &mut Arena<'a>, name: &'a str) -> usize {
    match arena.names.iter().position(|n| *n == name) {
        Some(i) => i,
        None => {
            arena.names.push(name);
            arena.names.len() - 1
        }
    }
}

fn main() {
    let source = String::from("x y x z y");
    let mut arena = Arena { names: Vec::new() };
    let mut ids = Vec::new();
    for word in source.split(' ') {
        ids.push(intern(&mut arena, word));
    }
    println!("{ids:?}");
    println!("{}", arena.names.join(","));
}
