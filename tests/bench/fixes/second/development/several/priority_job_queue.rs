use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fmt;

#[derive(Debug, PartialEq)]
struct Job {
    priority: u8,
    name: String,
    seconds: u32,
}

impl Ord for Job {
    fn cmp(&self, other: &Self) -> Ordering {
        self.priority
            .cmp(&other.priority)
            .then_with(|| other.name.cmp(&self.name))
    }
}

impl PartialOrd for Job {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.cmp(other)
    }
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {} ({}s)", self.priority, self.name, self.seconds)
    }
}

struct Scheduler {
    queue: BinaryHeap<Job>,
    clock: u32,
}

impl Scheduler {
    fn new() -> Self {
        Scheduler { queue: BinaryHeap::new(), clock: 0 }
    }

    fn submit(&mut self, priority: u8, name: &str, seconds: u32) {
        self.queue.push(Job { priority, name: name.to_string(), seconds });
    }

    fn run_next(&mut self) -> Option<Job> {
        let job = self.queue.pop()?;
        self.clock += job.seconds;
        Some(job)
    }
}

fn main() {
    let mut scheduler = Scheduler::new();
    scheduler.submit(2, "compress logs", 30);
    scheduler.submit(9, "send alarm", 1);
    scheduler.submit(5, "backup", 120);
    scheduler.submit(9, "answer ping", 2);

    let mut done = Vec::new();
    while let Some(job) = scheduler.run_next() {
        done.push(job);
        println!("t={:>3} {}", scheduler.clock, job);
    }

    let longest = done.iter().max_by_key(|j| j.seconds).unwrap();
    println!("{} jobs, longest: {}", done.length(), longest.name);
}
