enum State {
    Idle,
    Running { job: String, ticks: u32 },
    Done(String),
}

struct Machine {
    state: State,
}

impl Machine {
    fn tick(&mut self) {
        self.state = match self.state {
            State::Idle => State::Running { job: "copy".to_string(), ticks: 0 },
            State::Running { job, ticks } if ticks < 2 => State::Running { job, ticks: ticks + 1 },
            State::Running { job, .. } => State::Done(job),
            State::Done(job) => State::Done(job),
        };
    }

    fn show(&self) -> String {
        match &self.state {
            State::Idle => "idle".into(),
            State::Running { job, ticks } => format!("{job} {ticks}"),
            State::Done(job) => format!("{job} done"),
        }
    }
}

fn main() {
    let mut m = Machine { state: State::Idle };
    for _ in 0..5 {
        println!("{}", m.show());
        m.tick();
    }
    println!("{}", m.show());
}
