use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

struct Report {
    server: String,
    bytes: usize,
}

fn start_worker(server: &str, files: Vec<&'static str>, out: Sender<Report>) -> JoinHandle<()> {
    thread::spawn(move || {
        for file in files {
            let bytes = file.len() * 100 + server.len();
            out.send(Report { server: server.to_string(), bytes }).unwrap();
        }
    })
}

fn main() {
    let (tx, rx) = mpsc::channel();
    let servers = vec![String::from("alpha"), String::from("beta")];

    let handles: Vec<JoinHandle<()>> = servers
        .iter()
        .map(|name| start_worker(name, vec!["a.iso", "readme.txt"], tx.clone()))
        .collect();
    drop(tx);

    for handle in handles {
        handle.join().unwrap();
    }

    let mut reports: Vec<Report> = rx.iter().collect();
    reports.sort_by(|a, b| a.server.cmp(&b.server).then(a.bytes.cmp(&b.bytes)));
    for report in &reports {
        println!("{:>6}: {} bytes", report.server, report.bytes);
    }
    println!("{} reports", reports.len());
}
