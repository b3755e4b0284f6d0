use std::mem;

struct Life {
    cells: Vec<bool>,
    scratch: Vec<bool>,
}

impl Life {
    fn from_str(row: &str) -> Life {
        let cells: Vec<bool> = row.chars().map(|c| c == '#').collect();
        let scratch = vec![false; cells.len()];
        Life { cells, scratch }
    }

    fn step(&mut self) {
        let n = self.cells.len();
        for i in 0..n {
            let left = self.cells[(i + n - 1) % n];
            let right = self.cells[(i + 1) % n];
            self.scratch[i] = left != right;
        }
        mem::swap(&mut self.cells, &mut self.scratch);
    }

    fn show(&self) -> String {
        self.cells.iter().map(|&c| if c { '#' } else { '.' }).collect()
    }
}

fn main() {
    let mut life = Life::from_str(".......#.......");
    for _ in 0..6 {
        println!("{}", life.show());
        life.step();
    }
}
