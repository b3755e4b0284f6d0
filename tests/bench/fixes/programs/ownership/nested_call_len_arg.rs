struct Tape {
    cells: Vec<i32>,
    head: usize,
}

impl Tape {
    fn cell(&mut self) -> &mut i32 {
        if self.head >= self.cells.len() {
            self.cells.resize(self.head + 1, 0);
        }
        &mut self.cells[self.head]
    }

    fn size(&self) -> i32 {
        self.cells.len() as i32
    }

    fn store_size(&mut self) {
        let cell = self.cell();
        *cell = self.size();
    }
}

fn main() {
    let mut tape = Tape { cells: vec![9, 9, 9], head: 1 };
    tape.store_size();
    tape.head = 2;
    *tape.cell() += 1;
    println!("{:?}", tape.cells);
}
