use std::collections::BTreeMap;

#[derive(Debug)]
struct Student {
    name: String,
    scores: Vec<u32>,
}

impl Student {
    fn average(&self) -> f64 {
        if self.scores.is_empty() {
            return 0.0;
        }
        self.scores.iter().sum::<u32>() as f64 / self.scores.len() as f64
    }

    fn grade(&self) -> char {
        let avg = self.average();
        if avg >= 90.0 {
            'A'
        } elif avg >= 75.0 {
            'B'
        } else {
            'C'
        }
    }
}

fn main() {
    let class = vec![
        Student { name: "Mina".to_string(), scores: vec![95, 91, 88] },
        Student { name: "Jorge".to_string(), scores: vec![70, 82, 79] },
        Student { name: "Ada".to_string(), scores: vec![60, 71] },
    ];

    let mut by_grade: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    for s in &class {
        by_grade.entry(s.grade()).or_default().push(&s.name);
    }

    for (grade, names) in &by_grade {
        println!("{}: {}", grade, names.join(", "));
    }
}
