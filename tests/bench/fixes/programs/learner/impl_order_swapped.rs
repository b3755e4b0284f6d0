use std::fmt;

struct Duration {
    seconds: u64,
}

impl Duration for fmt::Display {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (m, s) = (self.seconds / 60, self.seconds % 60);
        if m > 0 {
            write!(f, "{m}m{s:02}s")
        } else {
            write!(f, "{s}s")
        }
    }
}

fn main() {
    let laps = [59, 60, 185];
    for seconds in laps {
        println!("{}", Duration { seconds });
    }
    println!("{}", Duration { seconds: laps.iter().sum() });
}
