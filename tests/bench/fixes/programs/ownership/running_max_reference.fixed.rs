#[derive(Debug, Clone, PartialEq)]
struct Sample {
    time: u32,
    value: f32,
}

fn main() {
    let raw = [0.5, 2.5, 1.5, 4.0, 3.0];
    let mut current = Sample { time: 0, value: raw[0] };
    let mut peaks: Vec<Sample> = Vec::new();
    for (time, value) in raw.iter().enumerate().skip(1) {
        if *value > current.value {
            peaks.push(current.clone());
            current = Sample { time: time as u32, value: *value };
        }
    }
    for p in &peaks {
        println!("t={} v={:.1}", p.time, p.value);
    }
    println!("last t={} v={:.1}", current.time, current.value);
}
