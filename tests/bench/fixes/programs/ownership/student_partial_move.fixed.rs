struct Student {
    name: String,
    email: Option<String>,
    marks: Vec<u8>,
}

impl Student {
    fn average(&self) -> f32 {
        let sum: u32 = self.marks.iter().map(|&m| m as u32).sum();
        sum as f32 / self.marks.len() as f32
    }
}

fn main() {
    let s = Student {
        name: "Iris".to_string(),
        email: Some("iris@school.org".to_string()),
        marks: vec![7, 9, 8],
    };
    match &s.email {
        Some(mail) => println!("mail goes to {mail}"),
        None => println!("no mail"),
    }
    println!("{} averages {:.1}", s.name, s.average());
}
