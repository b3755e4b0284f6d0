#[derive(Default)]
struct Stats {
    visits: u32,
    errors: u32,
    bytes: u64,
}

impl Stats {
    fn record(&mut self, status: u16, bytes: u64) {
        self.visits += 1;
        self.bytes += bytes;
        if status >= 400 {
            self.error += 1;
        }
    }

    fn error_rate(&self) -> f64 {
        self.errors as f64 / self.visits as f64
    }
}

fn main() {
    let mut s = Stats::default();
    for (status, bytes) in [(200, 512), (404, 20), (200, 1024), (500, 0)] {
        s.record(status, bytes);
    }
    println!("{} visits, {} bytes, {:.2}", s.visits, s.bytes, s.error_rate());
}
