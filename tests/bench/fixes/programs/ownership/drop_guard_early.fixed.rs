struct Connection {
    host: String,
    open: bool,
}

impl Connection {
    fn host(&self) -> &str {
        &self.host
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        println!("closing {} (open: {})", self.host, self.open);
    }
}

fn main() {
    let conn = Connection { host: "db.local".to_string(), open: true };
    let host = conn.host();
    let short = host.split('.').next().unwrap_or(host);
    println!("used {short}");
    drop(conn);
    let other = Connection { host: "cache".to_string(), open: false };
    println!("{} letters", other.host().len());
}
