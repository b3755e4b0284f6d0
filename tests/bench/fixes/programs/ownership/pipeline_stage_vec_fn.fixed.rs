type Stage = Box<dyn FnOnce(i64) -> i64>;

struct Pipeline {
    stages: Vec<Stage>,
}

impl Pipeline {
    fn run(self, start: i64) -> i64 {
        let mut value = start;
        for stage in self.stages {
            value = stage(value);
        }
        value
    }
}

fn main() {
    let offsets = vec![1, 2, 3];
    let mut p = Pipeline { stages: Vec::new() };
    p.stages.push(Box::new(|v| v * 10));
    p.stages.push(Box::new(move |v| v + offsets.into_iter().sum::<i64>()));
    p.stages.push(Box::new(|v| v - 4));
    println!("{} stages", p.stages.len());
    println!("{}", p.run(5));
}
