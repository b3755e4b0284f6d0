#[derive(Default)]
struct Request {
    url: String,
    headers: Vec<(String, String)>,
    retries: u8,
}

impl Request {
    fn url(mut self, url: &str) -> Self {
        self.url = url.to_string();
        self
    }

    fn header(mut self, key: &str, value: &str) -> Self {
        self.headers.push((key.to_string(), value.to_string()));
        self
    }

    fn retries(mut self, n: u8) -> Self {
        self.retries = n;
        self
    }
}

fn main() {
    let mut req = Request::default().url("http://example.org/a").retries(2);
    let secure = true;
    if secure {
        req = req.header("Authorization", "token 123");
    }
    println!("{} with {} headers", req.url, req.headers.len());
    for (k, v) in &req.headers {
        println!("{k}: {v}");
    }
    println!("retries {}", req.retries);
}
