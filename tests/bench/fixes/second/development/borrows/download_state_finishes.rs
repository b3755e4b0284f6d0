#[derive(Debug)]
enum State {
    Idle,
    Fetching { url: String, left: u32 },
    Finished(String),
}

struct Download {
    state: State,
    log: Vec<String>,
}

impl Download {
    fn start(url: &str, chunks: u32) -> Self {
        Download {
            state: State::Fetching { url: url.to_string(), left: chunks },
            log: vec![],
        }
    }

    fn advance(&mut self) {
        match &mut self.state {
            State::Idle => {}
            State::Fetching { url, left } => {
                *left -= 1;
                if *left == 0 {
                    self.state = State::Finished(url.to_uppercase());
                    self.log.push(format!("completed {}", url));
                }
            }
            State::Finished(_) => self.state = State::Idle,
        }
    }
}

fn main() {
    let mut d = Download::start("example.org/a.zip", 2);
    for _ in 0..3 {
        d.advance();
        println!("{:?}", d.state);
    }
    println!("{}", d.log.join("; "));
}
