mod config {
    use std::collections::BTreeMap;

    #[derive(Debug, Default)]
    pub struct Config {
        values: BTreeMap<String, String>,
    }

    impl Config {
        pub fn get(&self, key: &str) -> Option<&str> {
            self.values.get(key).map(|s| s.as_str())
        }

        fn get_or<'a>(&'a self, key: &str, default: &'a str) -> &'a str {
            self.get(key).unwrap_or(default)
        }
    }

    fn strip_comment(line: &str) -> &str {
        line.split('#').next().unwrap_or("").trim()
    }

    pub fn parse(text: &str) -> Config {
        let mut cfg = Config::default();
        for line in text.lines().map(strip_comment) {
            if let Some((k, v)) = line.split_once('=') {
                cfg.values.insert(k.trim().to_string(), v.trim().to_string());
            }
        }
        cfg
    }
}

fn main() {
    let cfg = config::parse("host = example.org\n# port = 1\nuser=root # admin\n");
    println!("host {}", cfg.get_or("host", "localhost"));
    println!("port {}", cfg.get_or("port", "8080"));
    println!("user {:?}", cfg.get("user"));
}
