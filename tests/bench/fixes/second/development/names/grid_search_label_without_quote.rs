struct Grid {
    width: usize,
    rows: Vec<Vec<char>>,
}

impl Grid {
    fn parse(text: &str) -> Grid {
        let rows: Vec<Vec<char>> = text.lines().map(|l| l.chars().collect()).collect();
        Grid { width: rows[0].len(), rows }
    }

    fn find(&self, target: char) -> Option<(usize, usize)> {
        let mut found = None;
        'outer: for (r, row) in self.rows.iter().enumerate() {
            for c in 0..self.width {
                if row[c] == target {
                    found = Some((r, c));
                    break outer;
                }
            }
        }
        found
    }
}

fn main() {
    let grid = Grid::parse("#..#\n#.S#\n#E.#");
    for target in ['S', 'E', 'X'] {
        match grid.find(target) {
            Some((r, c)) => println!("{} at row {} col {}", target, r, c),
            None => println!("{} missing", target),
        }
    }
}
