use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

struct Worker {
    id: u32,
    handle: Option<JoinHandle<u32>>,
}

struct Pool {
    workers: Vec<Worker>,
    ticks: Arc<AtomicU32>,
}

impl Pool {
    fn start(size: u32) -> Pool {
        let ticks = Arc::new(AtomicU32::new(0));
        let workers = (1..=size)
            .map(|id| {
                let ticks = Arc::clone(&ticks);
                let handle = thread::spawn(move || {
                    for _ in 0..id {
                        ticks.fetch_add(1, Ordering::SeqCst);
                    }
                    id * id
                });
                Worker { id, handle: Some(handle) }
            })
            .collect();
        Pool { workers, ticks }
    }

    fn shutdown(&mut self) {
        for worker in &mut self.workers {
            if let Some(handle) = worker.handle.take() {
                println!("worker {} returned {}", worker.id, handle.join().unwrap());
            }
        }
    }
}

fn main() {
    let mut pool = Pool::start(4);
    pool.shutdown();
    println!("ticks: {}", pool.ticks.load(Ordering::SeqCst));
}
