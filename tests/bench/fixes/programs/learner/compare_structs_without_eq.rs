#[derive(Debug, Clone)]
struct Step {
    action: String,
    seconds: u32,
}

fn diff(old: &[Step], new: &[Step]) -> Vec<usize> {
    old.iter()
        .zip(new)
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(i, _)| i)
        .collect()
}

fn main() {
    let old: Vec<Step> = [("mix", 30), ("bake", 900), ("cool", 60)]
        .iter()
        .map(|(a, s)| Step { action: a.to_string(), seconds: *s })
        .collect();
    let mut new = old.clone();
    new[1].seconds = 840;
    println!("{:?}", diff(&old, &new));
    println!("{}", old[0] == new[0]);
}
