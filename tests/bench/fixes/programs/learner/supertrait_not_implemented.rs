use std::fmt::{self, Display};

trait Report: Display {
    fn framed(&self) -> String {
        format!("[ {} ]", self)
    }
}

struct Pressure {
    bar: f32,
}

struct Alarm(&'static str);

impl Display for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "!{}!", self.0)
    }
}

impl Report for Pressure {}
impl Report for Alarm {}

fn main() {
    println!("{}", Alarm("valve").framed());
    let p = Pressure { bar: 2.25 };
    println!("{}", p.bar * 2.0);
    println!("{}", Pressure { bar: 1.0 }.bar);
}
