fn axis(from: i32, to: i32, step: usize) -> Vec<String> {
    let mut labels: Vec<&str> = Vec::new();
    for v in (from..=to).step_by(step) {
        let text = format!("{v}°");
        labels.push(&text);
    }
    labels.iter().map(|l| l.to_string()).collect()
}

fn main() {
    let x = axis(-20, 20, 10);
    println!("{}", x.join(" "));
    let widest = x.iter().map(|l| l.chars().count()).max().unwrap();
    println!("widest {widest}");
    for l in axis(0, 3, 2) {
        println!("{l:>5}|");
    }
}
