use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

struct Worker {
    id: usize,
    handle: Option<JoinHandle<usize>>,
}

struct Pool {
    workers: Vec<Worker>,
    senders: Vec<Sender<String>>,
}

impl Pool {
    fn new(size: usize) -> Self {
        let mut workers = Vec::new();
        let mut senders = Vec::new();
        for id in 0..size {
            let (tx, rx) = mpsc::channel::<String>();
            let handle = thread::spawn(move || rx.iter().map(|job| job.len()).sum());
            workers.push(Worker { id, handle: Some(handle) });
            senders.push(tx);
        }
        Pool { workers, senders }
    }

    fn submit(&self, n: usize, job: &str) {
        let sender = &self.senders[n % self.senders.len()];
        sender.send(job.to_string()).unwrap();
    }

    fn shutdown(&mut self) {
        self.senders.clear();
        for worker in self.workers.iter_mut() {
            if let Some(handle) = worker.handle {
                let done = handle.join().unwrap();
                println!("worker {} handled {} bytes", worker.id, done);
            }
        }
    }
}

fn main() {
    let mut pool = Pool::new(2);
    for (n, job) in ["resize", "crop", "rotate", "blur"].iter().enumerate() {
        pool.submit(n, job);
    }
    pool.shutdown();
}
