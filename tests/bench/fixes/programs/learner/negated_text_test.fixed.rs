struct Form {
    name: String,
    email: String,
}

impl Form {
    fn problems(&self) -> Vec<&'static str> {
        let mut out = Vec::new();
        if self.name.is_empty() {
            out.push("name is empty");
        }
        if !self.email.contains('@') {
            out.push("email has no @");
        }
        out
    }
}

fn main() {
    let forms = [("Eli", "eli@mail.net"), ("", "x@y"), ("", "nothing")];
    for (name, email) in forms {
        let f = Form { name: name.to_string(), email: email.to_string() };
        let p = f.problems();
        if p.is_empty() {
            println!("fine");
        } else {
            println!("{}", p.join(", "));
        }
    }
}
