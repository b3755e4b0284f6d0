struct Policy {
    min_len: usize,
    need_digit: bool,
    banned: Vec<String>,
}

impl Policy {
    fn check(&self, pw: &str) -> Result<(), String> {
        if pw.len() < self.min_len {
            return Err(format!("shorter than {}", self.min_len));
        }
        let has_digit = pw.chars().any(|c| c.is_ascii_digit());
        if self.need_digit && !has_digit {
            return Err("needs a digit".to_string());
        }
        let lower = pw.to_lowercase();
        if let Some(word) = self.banned.iter().find(|b| lower.contains(b.as_str())) {
            return Err(format!("contains '{}'", word));
        }
        Ok(())
    }
}

fn main() {
    let policy = Policy {
        min_len: 8,
        need_digit: true,
        banned: vec!["admin".to_string(), "qwerty".to_string()],
    };

    for pw in ["short1", "longenough", "Admin12345", "correct9horse"] {
        match policy.check(pw) {
            Ok(()) => println!("{}: ok", pw),
            Err(why) => println!("{}: {}", pw, why),
        }
    }
}
