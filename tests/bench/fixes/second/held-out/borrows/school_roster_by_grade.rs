use std::collections::BTreeMap;

#[derive(Default)]
pub struct School {
    grades: BTreeMap<u32, Vec<String>>,
}

impl School {
    pub fn new() -> School {
        School::default()
    }

    pub fn add(&mut self, grade: u32, student: &str) {
        if let Some(students) = self.grades.get(&grade) {
            students.push(student.to_string());
            students.sort();
        } else {
            self.grades.insert(grade, vec![student.to_string()]);
        }
    }

    pub fn grade(&self, grade: u32) -> Vec<String> {
        self.grades.get(&grade).cloned().unwrap_or_default()
    }
}

fn main() {
    let mut school = School::new();
    school.add(2, "Paul");
    school.add(1, "Zoe");
    school.add(2, "James");
    school.add(2, "Anna");

    println!("grade 2: {:?}", school.grade(2));
    println!("grade 7: {:?}", school.grade(7));
    for (grade, students) in &school.grades {
        println!("{} -> {}", grade, students.len());
    }
}
