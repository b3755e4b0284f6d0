use std::fmt;

struct Course {
    title: String,
    marks: Vec<i32>,
}

impl Course {
    fn average(&self) -> f64 {
        let sum: i32 = self.marks.iter().sum();
        sum / self.marks.len() as f64
    }

    fn passed(&self, threshold: i32) -> usize {
        self.marks.iter().filter(|&&m| m >= threshold).count()
    }
}

impl fmt::Display for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<8} avg {:>5.2}, {} passed", self.title, self.average(), self.passed(50))
    }
}

fn main() {
    let courses = vec![
        Course { title: "algebra".to_string(), marks: vec![40, 71, 88] },
        Course { title: "biology".to_string(), marks: vec![55, 60] },
    ];
    for course in &courses {
        println!("{}", course);
    }
}
