#[derive(Debug, Clone)]
struct Job {
    name: String,
    minutes: u32,
}

fn plan(jobs: &[Job], start: u32) -> Vec<(u32, String)> {
    let mut at = start;
    let mut out = Vec::new();
    for job in jobs {
        out.push((at, job.name));
        at += job.minutes;
    }
    out
}

fn main() {
    let jobs = vec![
        Job { name: "backup".into(), minutes: 30 },
        Job { name: "report".into(), minutes: 15 },
        Job { name: "mail".into(), minutes: 5 },
    ];
    for (at, name) in plan(&jobs, 480) {
        println!("{:02}:{:02} {}", at / 60, at % 60, name);
    }
}
