use std::collections::HashMap;

macro_rules! table {
    () => {
        HashMap::new()
    };
    ($($k:expr => $v:expr),+) => {{
        let mut m = HashMap::new();
        $( m.insert($k, $v); )+
        m
    }};
}

fn lookup(m: &HashMap<&str, u32>, key: &str) -> u32 {
    m.get(key).copied().unwrap_or_default()
}

fn main() {
    let ports = table!["http" => 80, "https" => 443];
    println!("{} {}", lookup(&ports, "https"), lookup(&ports, "ftp"));
    let empty: HashMap<&str, u32> = table![];
    println!("{}", empty.len());
}
