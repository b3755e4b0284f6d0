use std::sync::{mpsc, Arc, Mutex};

fn is_prime(n: u32) -> bool {
    if n < 2 {
        return false;
    }
    let d = 2;
    while d * d <= n {
        if n % d == 0 {
            return false;
        }
        d += 1;
    }
    true
}

struct Report {
    worker: usize,
    primes: Vec<u32>,
}

fn split(limit: u32, parts: u32) -> Vec<(u32, u32)> {
    let step = limit / parts;
    (0..parts).map(|i| (i * step, (i + 1) * step)).collect()
}

fn main() {
    let (tx, rx) = mpsc::channel();
    let tested = Arc::new(Mutex::new(0u32));
    let mut handles = Vec::new();

    for (worker, (from, to)) in split(100, 4).into_iter().enumerate() {
        let tested = Arc::clone(&tested);
        handles.push(thread::spawn(|| {
            let mut primes = Vec::new();
            for n in from..to {
                *tested.lock().unwrap() += 1;
                if is_prime(n) {
                    primes.push(n);
                }
            }
            tx.send(Report { worker, primes }).unwrap();
        }));
    }
    drop(tx);

    for handle in handles {
        handle.join().unwrap();
    }

    let mut reports: Vec<Report> = rx.iter().collect();
    reports.sort_by_key(|r| r.worker);
    for report in &reports {
        println!("worker {} found {}: {:?}", report.worker, report.primes.len(), report.primes);
    }

    let total: usize = reports.iter().map(|r| r.primes.len()).sum();
    println!("{} primes among {} numbers", total, tested.lock().unwrap());
}
