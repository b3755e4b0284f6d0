#[derive(Debug, Clone)]
struct Student {
    name: String,
    grades: Vec<u32>,
}

impl Student {
    fn average(&self) -> Option<f64> {
        if self.grades.is_empty() {
            None
        }
        let total = self.grades.iter().sum();
        Some(total as f64 / self.grades.len() as f64)
    }
}

enum Verdict {
    Passed,
    Failed,
    NoGrades,
}

fn verdict(student: &Student) -> Verdict {
    match student.average() {
        Some(avg) if avg >= 60.0 => Verdict::Passed,
        Some(_) => Verdict::Failed,
        None => Verdict::NoGrades,
    }
}

fn rank(students: &[Student]) -> Vec<&Student> {
    let mut ranked: Vec<&Student> = students.iter().collect();
    ranked.sort_by_key(|s| s.average().unwrap_or(0.0));
    ranked.reverse();
    ranked
}

fn main() {
    let students = vec![
        Student { name: "Kim".into(), grades: vec![90, 82, 77] },
        Student { name: "Lou".into(), grades: vec![40, 55] },
        Student { name: "Max".into(), grades: vec![] },
        Student { name: "Noa".into(), grades: vec![100, 95] },
    ];

    for (place, student) in rank(&students).iter().enumerate() {
        let label = match verdict(student) {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::NoGrades => "no grades",
        };
        println!("{}. {} {}", place + 1, student.name, label);
    }

    let averages: Vec<f64> = students.iter().filter_map(|s| s.average()).collect();
    let best = averages.iter().cloned().fold(0.0, f64::max);
    println!("{} with grades, best {:.2}", averages.len(), best);
}
