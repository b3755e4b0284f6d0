#[derive(Clone, Copy)]
enum Signal {
    Analog(i32),
    Digital(bool),
    Mixed(i32, bool),
}

fn level(s: Signal) -> i32 {
    match s {
        Signal::Analog(v) | Signal::Mixed(v, _) => v * 2,
        Signal::Digital(on) => on as i32 * 100,
    }
}

fn loudest(signals: &[Signal]) -> i32 {
    signals.iter().map(|s| level(*s)).max().unwrap_or_default()
}

fn main() {
    let signals = [Signal::Analog(21), Signal::Digital(true), Signal::Mixed(60, false)];
    for s in signals {
        println!("{}", level(s));
    }
    println!("loudest {}", loudest(&signals));
}
