struct Grid {
    width: usize,
    cells: Vec<u8>,
}

impl Grid {
    fn row(&self, y: usize) -> &[u8] {
        &self.cells[y * self.width..(y + 1) * self.width]
    }

    fn copy_row(&mut self, from: usize, to: usize) {
        let source = self.row(from);
        for (x, value) in source.iter().enumerate() {
            self.cells[to * self.width + x] = *value;
        }
    }
}

fn main() {
    let mut grid = Grid { width: 3, cells: vec![1, 2, 3, 0, 0, 0, 7, 8, 9] };
    grid.copy_row(0, 1);
    for y in 0..3 {
        println!("{:?}", grid.row(y));
    }
}
