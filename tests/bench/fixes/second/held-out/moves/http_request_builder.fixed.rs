#[derive(Debug)]
struct Request {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
}

struct RequestBuilder {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
}

impl RequestBuilder {
    fn get(url: &str) -> Self {
        RequestBuilder {
            method: "GET".to_string(),
            url: url.to_string(),
            headers: Vec::new(),
        }
    }

    fn header(mut self, key: &str, value: &str) -> Self {
        self.headers.push((key.to_string(), value.to_string()));
        self
    }

    fn build(self) -> Request {
        Request { method: self.method, url: self.url, headers: self.headers }
    }
}

fn main() {
    let token: Option<&str> = Some("abc123");

    let mut builder = RequestBuilder::get("/orders").header("Accept", "text/plain");
    if let Some(t) = token {
        builder = builder.header("Authorization", t);
    }

    let request = builder.build();
    println!("{} {}", request.method, request.url);
    for (key, value) in &request.headers {
        println!("{}: {}", key, value);
    }
}
