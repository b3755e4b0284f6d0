type Job = Box<dyn FnOnce() -> String>;

struct TaskQueue {
    jobs: Vec<(u8, Job)>,
}

impl TaskQueue {
    fn new() -> Self {
        TaskQueue { jobs: Vec::new() }
    }

    fn schedule<F>(&mut self, priority: u8, job: F)
    where
        F: FnOnce() -> String + 'static,
    {
        self.jobs.push((priority, Box::new(job)));
    }

    fn run_all(&mut self) {
        self.jobs.sort_by_key(|(priority, _)| *priority);
        for (priority, job) in self.jobs.drain(..) {
            let result = job();
            println!("p{}: {}", priority, result);
        }
        self.jobs.clear();
    }
}

fn main() {
    let mut queue = TaskQueue::new();
    let recipient = String::from("ops@team.test");
    let sizes = vec![120, 80, 300];

    queue.schedule(5, move || format!("mail sent to {}", recipient));
    queue.schedule(1, move || {
        let total: i32 = sizes.into_iter().sum();
        format!("compacted {} blocks", total)
    });
    queue.schedule(3, || "cache warmed".to_string());

    queue.run_all();
    println!("{} jobs left", queue.jobs.len());
}
