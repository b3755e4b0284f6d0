struct Grid {
    width: usize,
    height: usize,
    cells: Vec<char>,
}

impl Grid {
    fn parse(text: &str) -> Grid {
        let rows: Vec<&str> = text.lines().collect();
        Grid {
            width: rows[0].len(),
            height: rows.len(),
            cells: rows.iter().flat_map(|r| r.chars()).collect(),
        }
    }

    fn at(&self, x: usize, y: usize) -> char {
        self.cells[y * self.width + x]
    }

    fn neighbours<'a>(&'a self, x: usize, y: usize) -> impl Iterator<Item = (usize, usize)> + 'a {
        let mut found = Vec::new();
        for dy in [-1i32, 0, 1] {
            for dx in [-1i32, 0, 1] {
                let (nx, ny) = (x as i32 + dx, y as i32 + dy);
                let inside = nx >= 0 && ny >= 0 && nx < self.width as i32 && ny < self.height as i32;
                if (dx, dy) != (0, 0) && inside {
                    found.push((nx as usize, ny as usize));
                }
            }
        }
        found.iter().copied()
    }
}

fn main() {
    let grid = Grid::parse("@.@\n.@.\n@@.");
    let mut accessible = 0;
    for y in 0..grid.height {
        for x in 0..grid.width {
            let around = grid.neighbours(x, y).filter(|&(a, b)| grid.at(a, b) == '@').count();
            print!("{} ", around);
            if grid.at(x, y) == '@' && around < 4 {
                accessible += 1;
            }
        }
        println!();
    }
    println!("accessible rolls: {}", accessible);
}
