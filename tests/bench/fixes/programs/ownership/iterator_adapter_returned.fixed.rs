struct Table {
    rows: Vec<Vec<u32>>,
}

impl Table {
    fn column(&self, index: usize) -> impl Iterator<Item = u32> + '_ {
        self.rows.iter().map(move |row| row[index])
    }

    fn height(&self) -> usize {
        self.rows.len()
    }
}

fn main() {
    let t = Table { rows: vec![vec![1, 20, 300], vec![4, 50, 600]] };
    for i in 0..3 {
        let sum: u32 = t.column(i).sum();
        println!("column {i}: {sum}");
    }
    println!("{} rows", t.height());
}
