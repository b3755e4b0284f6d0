use std::ops::Add;

struct Grid<T> {
    width: usize,
    cells: Vec<T>,
}

impl<T> Grid<T>
where
    T: Add + Copy + Default,
{
    fn from_rows(rows: &[Vec<T>]) -> Self {
        let width = rows[0].len();
        let mut cells = Vec::new();
        for row in rows {
            cells.extend_from_slice(row);
        }
        Grid { width, cells }
    }

    fn column_total(&self, col: usize) -> T {
        let mut total = T::default();
        for row in self.cells.chunks(self.width) {
            total = total + row[col];
        }
        total
    }
}

fn main() {
    let votes = Grid::from_rows(&[vec![3, 1, 4], vec![1, 5, 9], vec![2, 6, 5]]);
    for col in 0..votes.width {
        println!("candidate {}: {} votes", col + 1, votes.column_total(col));
    }

    let hours = Grid::from_rows(&[vec![7.5, 8.0], vec![6.25, 4.0]]);
    println!("alice worked {:.2} hours", hours.column_total(0));
    println!("bob worked {:.2} hours", hours.column_total(1));
}
