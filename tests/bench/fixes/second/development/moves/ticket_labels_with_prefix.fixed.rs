#[derive(Debug)]
struct Ticket {
    project: String,
    number: usize,
    summary: String,
}

impl Ticket {
    fn key(&self) -> String {
        format!("{}-{}", self.project, self.number)
    }
}

fn import(project: String, summaries: &[&str]) -> Vec<Ticket> {
    summaries
        .iter()
        .enumerate()
        .map(|(i, summary)| Ticket {
            project: project.clone(),
            number: i + 1,
            summary: summary.to_string(),
        })
        .collect()
}

fn main() {
    let tickets = import(
        String::from("WEB"),
        &["Login page is blank", "Typo in the footer", "Slow search"],
    );

    for t in &tickets {
        println!("{:<6} {}", t.key(), t.summary);
    }

    let longest = tickets.iter().max_by_key(|t| t.summary.len()).unwrap();
    println!("longest: {}", longest.key());
}
