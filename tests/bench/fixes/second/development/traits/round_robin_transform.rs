#[derive(Debug, Clone)]
struct Ring<T> {
    slots: Vec<T>,
    cursor: usize,
}

impl<T: Clone> Ring<T> {
    fn new(slots: Vec<T>) -> Self {
        Ring { slots, cursor: 0 }
    }

    fn advance(&mut self) -> T {
        let item = self.slots[self.cursor].clone();
        self.cursor = (self.cursor + 1) % self.slots.len();
        item
    }

    fn map<T, F>(&self, f: F) -> Ring<T>
    where
        F: Fn(&T) -> T,
    {
        Ring {
            slots: self.slots.iter().map(f).collect(),
            cursor: self.cursor,
        }
    }
}

fn main() {
    let mut workers = Ring::new(vec!["ann", "bo", "cyril"]);
    for job in 1..=4 {
        println!("job {} goes to {}", job, workers.advance());
    }

    let mut lengths = workers.map(|name| name.len());
    println!("{:?}", lengths);
    let total: usize = (0..3).map(|_| lengths.advance()).sum();
    println!("letters in one round: {}", total);
}
