struct Clock {
    hours: u32,
    minutes: u32,
}

impl Clock {
    fn new(hours: u32, minutes: u32) -> Clock {
        let total = hours * 60 + minutes;
        Clock { hours: total / 60 % 24, minutes: total % 60 }
    }

    fn show(&self) -> String {
        format!("{:02}:{:02}", self.hours, self.minutes)
    }
}

fn main() {
    let meeting = Clock::new(9, 75);
    println!("{}", meeting.show());
    let late = Clock::new(23, meeting.minutes * 5);
    println!("{}", late.show());
}
