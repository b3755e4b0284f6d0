#[derive(Debug, Clone)]
struct Job {
    id: u32,
    name: String,
    priority: u8,
    deps: Vec<u32>,
}

struct Scheduler {
    next_id: u32,
    jobs: Vec<Job>,
}

impl Scheduler {
    fn new() -> Self {
        Scheduler { next_id: 1, jobs: Vec::new() }
    }

    fn submit(&mut self, name: &str, priority: u8, deps: Vec<u32>) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        self.jobs.push(Job { id, name: name.to_string(), deps });
        id
    }

    fn order(&self) -> Vec<String> {
        let mut done: Vec<u32> = Vec::new();
        let mut names = Vec::new();
        while done.len() < self.jobs.len() {
            let ready = self
                .jobs
                .iter()
                .filter(|j| !done.contains(&j.id) && j.deps.iter().all(|d| done.contains(d)))
                .max_by_key(|j| j.priority)
                .expect("cycle");
            done.push(ready.id);
            names.push(ready.name.clone());
        }
        names
    }
}

fn main() {
    let mut s = Scheduler::new();
    let fetch = s.submit("fetch", 1, vec![]);
    let build = s.submit("build", 5, vec![fetch]);
    s.submit("docs", 3, vec![fetch]);
    s.submit("deploy", 9, vec![build]);
    println!("{}", s.order().join(" -> "));
}
