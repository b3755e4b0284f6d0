#[derive(Debug, Clone)]
struct Job {
    priority: u32,
    name: String,
}

struct JobHeap {
    jobs: Vec<Job>,
}

impl JobHeap {
    fn new() -> Self {
        JobHeap { jobs: Vec::new() }
    }

    fn parent(&self, i: usize) -> usize {
        (i - 1) / 2
    }

    fn insert(&mut self, name: &str, priority: u32) {
        self.jobs.push(Job { priority, name: name.to_string() });
        let mut i = self.jobs.len() - 1;
        while i > 0 && self.jobs[self.parent(i)].priority < self.jobs[i].priority {
            let parent = self.parent(i);
            self.jobs.swap(i, parent);
            i = parent;
        }
    }

    fn peek(&self) -> Option<&Job> {
        self.jobs.first()
    }
}

fn main() {
    let mut heap = JobHeap::new();
    heap.insert("backup", 2);
    heap.insert("mail", 5);
    heap.insert("deploy", 9);
    heap.insert("cleanup", 1);
    if let Some(job) = heap.peek() {
        println!("next: {} ({})", job.name, job.priority);
    }
    for job in &heap.jobs {
        println!("{} {}", job.priority, job.name);
    }
}
