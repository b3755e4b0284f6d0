use std::fmt;

#[derive(Debug)]
enum LoadError {
    Missing(String),
    Invalid { line: usize, reason: String },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            LoadError::Missing(name) => format!("{name} is missing"),
            LoadError::Invalid { line, reason } => format!("line {line}: {reason}"),
        };
        write!(f, "{text}")
    }
}

fn load(name: &str) -> Result<usize, LoadError> {
    match name {
        "main.cfg" => Ok(12),
        "bad.cfg" => Err(LoadError::Invalid { line: 4, reason: "no value".into() }),
        _ => Err(LoadError::Missing(name.to_string())),
    }
}

fn main() {
    for name in ["main.cfg", "bad.cfg", "user.cfg"] {
        match load(name) {
            Ok(n) => println!("{name}: {n} keys"),
            Err(e) => println!("error: {e}"),
        }
    }
}
