#[derive(Debug)]
struct Run {
    start: u64,
    steps: u32,
    peak: u64,
}

fn collatz(start: u64) -> Run {
    let mut n = start;
    let mut steps = 0;
    let mut peak = start;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
        if n > peak {
            peak = n;
        }
    }
    Run { start, steps, peak }
}

fn main() {
    let runs: Vec<Run> = [6, 7, 9, 27].iter().map(|&s| collatz(s)).collect();
    for run in &runs {
        println!("{:>3}: {} steps, peak {}", run.start, run.steps, run.peak);
    }
    let longest = runs.iter().max_by_key(|r| r.steps).unwrap();
    println!("longest run starts at {}", longest.start);
}
