use std::fmt;

#[derive(Clone, Copy)]
struct Shift {
    day: usize,
    hours: u8,
}

fn day_name(index: usize) -> Option<&'static str> {
    let name = match index {
        0 => "Monday",
        1 => "Tuesday",
        2 => "Wednesday",
        3 => "Thursday",
        4 => "Friday",
        5 | 6 => "Weekend",
        _ => return None,
    };
    Some(name)
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match day_name(self.day) {
            Some(name) => write!(f, "{:>9}: {}h", name, self.hours),
            None => write!(f, "  day {:>3}: {}h", self.day, self.hours),
        }
    }
}

fn main() {
    let plan = [
        Shift { day: 0, hours: 8 },
        Shift { day: 3, hours: 6 },
        Shift { day: 6, hours: 4 },
        Shift { day: 9, hours: 1 },
    ];
    for shift in plan {
        println!("{}", shift);
    }
    let total: u32 = plan.iter().map(|s| u32::from(s.hours)).sum();
    println!("{} hours planned", total);
}
