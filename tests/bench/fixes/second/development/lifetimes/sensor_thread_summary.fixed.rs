use std::thread;

#[derive(Debug)]
struct Summary {
    label: String,
    low: i32,
    high: i32,
}

fn summarize(label: &str, readings: &[i32]) -> Option<Summary> {
    let low = *readings.iter().min()?;
    let high = *readings.iter().max()?;
    Some(Summary { label: label.to_string(), low, high })
}

fn main() {
    let readings = vec![18, 21, 17, 25, 23];
    let label = String::from("greenhouse");

    let handle = thread::spawn(move || match summarize(&label, &readings) {
        Some(summary) => {
            let spread = summary.high - summary.low;
            format!("{}: {}..{} (spread {})", summary.label, summary.low, summary.high, spread)
        }
        None => String::from("no readings"),
    });

    let line = handle.join().unwrap();
    println!("{}", line);

    let empty = summarize("cellar", &[]);
    println!("{:?}", empty);
}
