struct Request<'a> {
    method: &'a str,
    path: &'a str,
}

fn parse(line: &str) -> Option<Request<'_>> {
    let mut parts = line.split_whitespace();
    let method = parts.next()?;
    let path = parts.next()?;
    Some(Request { method, path })
}

fn route(r: &Request) -> u32 {
    match (r.method, r.path) {
        ("GET", "/") => 200,
        ("GET", p) if p.starts_with("/item/") => 200,
        ("POST", "/item") => 201,
        ("GET", _) => 404,
        _ => 405,
    }
}

fn main() {
    for line in ["GET / HTTP/1.1", "GET /item/4", "POST /item", "PUT /", "GET /x"] {
        if let Some(r) = parse(line) {
            println!("{} {} -> {}", r.method, r.path, route(&r));
        }
    }
    println!("{}", parse("GET").is_none());
}
