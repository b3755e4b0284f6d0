struct Env {
    text: String,
}

impl Env {
    fn get(&self, key: &str) -> Option<&str> {
        let prefix = format!("{key}=");
        for line in self.text.clone().lines() {
            if let Some(rest) = line.strip_prefix(&prefix) {
                return Some(rest);
            }
        }
        None
    }
}

fn main() {
    let env = Env { text: "HOME=/root\nPATH=/bin:/usr/bin\nEMPTY=".to_string() };
    for key in ["PATH", "EMPTY", "SHELL"] {
        match env.get(key) {
            Some(v) => println!("{key} is {:?}", v),
            None => println!("{key} is not set"),
        }
    }
    let dirs = env.get("PATH").map_or(0, |p| p.split(':').count());
    println!("{dirs} dirs");
}
