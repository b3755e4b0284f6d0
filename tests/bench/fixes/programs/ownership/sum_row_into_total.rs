struct Sheet {
    cells: Vec<Vec<i32>>,
    total: i32,
}

impl Sheet {
    fn add(&mut self, n: i32) {
        self.total += n;
    }

    fn sum_up(&mut self) {
        self.total = 0;
        for row in &self.cells {
            for cell in row {
                self.add(*cell);
            }
        }
    }
}

fn main() {
    let mut sheet = Sheet { cells: vec![vec![1, 2], vec![30], vec![]], total: 99 };
    sheet.sum_up();
    println!("{}", sheet.total);
    sheet.add(7);
    println!("{}", sheet.total);
    sheet.cells[2].push(5);
    sheet.sum_up();
    println!("{}", sheet.total);
}
