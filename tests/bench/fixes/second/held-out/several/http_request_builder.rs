use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Method {
    Get,
    Post,
}

#[derive(Debug, Default)]
struct Request {
    method: Method,
    url: String,
    headers: BTreeMap<String, String>,
    body: Option<String>,
}

#[derive(Default)]
struct RequestBuilder {
    request: Request,
}

impl RequestBuilder {
    fn new(url: &str) -> Self {
        let mut builder = RequestBuilder::default();
        builder.request.url = url.to_string();
        builder
    }

    fn header(self, name: &str, value: &str) -> Self {
        self.request.headers.insert(name.to_string(), value.to_string());
        self
    }

    fn body(mut self, text: &str) -> Self {
        self.request.method = Method::Post;
        self.request.body = text.to_string();
        self
    }

    fn build(self) -> Result<Request, String> {
        if !self.request.url.starts_with("http") {
            return Err(format!("not a url: {}", self.request.url));
        }
        Ok(self.request)
    }
}

fn show(request: &Request) {
    println!("{:?} {}", request.method, request.url);
    for (name, value) in &request.headers {
        println!("  {}: {}", name, value);
    }
    if let Some(body) = &request.body {
        println!("  body of {} bytes", body.len());
    }
}

fn main() {
    let mut builder = RequestBuilder::new("http://example.org/items");
    builder.header("Accept", "text/plain");
    match builder.build() {
        Ok(request) => show(&request),
        Err(e) => println!("error: {}", e),
    }

    let post = RequestBuilder::new("http://example.org/new")
        .header("Content-Type", "text/plain")
        .body("hello there")
        .build();
    match post {
        Ok(request) => show(&request),
        Err(e) => println!("error: {}", e),
    }

    if let Err(e) = RequestBuilder::new("ftp://old").build() {
        println!("error: {}", e);
    }
}
