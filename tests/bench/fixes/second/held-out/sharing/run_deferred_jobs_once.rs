type Job = Box<dyn FnOnce() -> String>;

struct Deferred {
    jobs: Vec<(u8, Job)>,
}

impl Deferred {
    fn new() -> Self {
        Deferred { jobs: Vec::new() }
    }

    fn later<F>(&mut self, priority: u8, job: F)
    where
        F: FnOnce() -> String + 'static,
    {
        self.jobs.push((priority, Box::new(job)));
    }

    fn flush(&mut self) -> Vec<String> {
        self.jobs.sort_by(|a, b| b.0.cmp(&a.0));
        let mut out = Vec::new();
        for (priority, job) in self.jobs.iter() {
            out.push(format!("p{} {}", priority, job()));
        }
        self.jobs.clear();
        out
    }
}

fn main() {
    let mut queue = Deferred::new();

    let letter = String::from("dear john");
    queue.later(1, move || letter + ", goodbye");
    let numbers = vec![3, 1, 2];
    queue.later(9, move || {
        let mut n = numbers;
        n.sort();
        format!("{:?}", n)
    });
    queue.later(5, || "sweep".to_string());

    for line in queue.flush() {
        println!("{}", line);
    }
    println!("left: {}", queue.flush().len());
}
