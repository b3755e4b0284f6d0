#[derive(Debug, Clone)]
struct Config {
    host: String,
    port: u16,
    log_level: String,
    tags: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            host: "127.0.0.1".to_string(),
            port: 8000,
            log_level: "info".to_string(),
            tags: vec!["base".to_string()],
        }
    }
}

fn main() {
    let base = Config::default();

    let staging = Config {
        host: "staging.local".to_string(),
        ..base.clone()
    };
    let production = Config {
        port: 443,
        log_level: "warn".to_string(),
        ..base
    };

    for (name, cfg) in [("staging", &staging), ("production", &production)] {
        println!(
            "{:<11}{}:{} level={} tags={}",
            name,
            cfg.host,
            cfg.port,
            cfg.log_level,
            cfg.tags.join(",")
        );
    }
}
