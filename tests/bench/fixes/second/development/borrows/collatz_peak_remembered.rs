struct Summary {
    steps: u32,
    peak: u64,
}

fn collatz(start: u64) -> Summary {
    let mut value = start;
    let mut peak = &value;
    let mut steps = 0;

    while value != 1 {
        value = if value % 2 == 0 {
            value / 2
        } else {
            3 * value + 1
        };
        if value > *peak {
            peak = &value;
        }
        steps += 1;
    }

    Summary { steps, peak: *peak }
}

fn main() {
    for n in [1, 6, 7, 27] {
        let s = collatz(n);
        println!("{:>3}: {:>3} steps, peak {}", n, s.steps, s.peak);
    }
}
