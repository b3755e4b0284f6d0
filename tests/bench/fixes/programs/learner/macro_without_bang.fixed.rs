fn report(name: &str, values: &[i32]) {
    let max = values.iter().max();
    match max {
        Some(m) => println!("{name}: max {m} of {}", values.len()),
        None => println!("{name}: empty"),
    }
}

fn normalise(values: &mut Vec<i32>) {
    let min = values.iter().min().copied().unwrap_or(0);
    for v in values.iter_mut() {
        *v -= min;
    }
}

fn main() {
    let mut levels = vec![14, 9, 11];
    normalise(&mut levels);
    report("levels", &levels);
    report("nothing", &[]);
}
