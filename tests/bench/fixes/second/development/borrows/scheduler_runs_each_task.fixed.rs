#[derive(Debug, Clone, Copy, PartialEq)]
enum Status {
    Waiting,
    Done,
}

struct Task {
    id: u32,
    remaining: u32,
    status: Status,
}

struct Scheduler {
    quantum: u32,
    tasks: Vec<Task>,
    finished: Vec<u32>,
}

impl Scheduler {
    fn step(&mut self, task: &mut Task) {
        if task.remaining > self.quantum {
            task.remaining -= self.quantum;
        } else {
            task.remaining = 0;
            task.status = Status::Done;
            self.finished.push(task.id);
        }
    }

    fn round(&mut self) {
        let mut tasks = std::mem::take(&mut self.tasks);
        for task in tasks.iter_mut() {
            if task.status == Status::Waiting {
                self.step(task);
            }
        }
        self.tasks = tasks;
    }

    fn idle(&self) -> bool {
        self.tasks.iter().all(|t| t.status == Status::Done)
    }
}

fn main() {
    let tasks = [5, 2, 9]
        .iter()
        .zip(1..)
        .map(|(&remaining, id)| Task { id, remaining, status: Status::Waiting })
        .collect();
    let mut scheduler = Scheduler { quantum: 3, tasks, finished: Vec::new() };
    let mut rounds = 0;
    while !scheduler.idle() {
        scheduler.round();
        rounds += 1;
    }
    println!("{} rounds, order {:?}", rounds, scheduler.finished);
}
