#[derive(Clone, Copy, PartialEq, Debug)]
enum Cell {
    Dead,
    Alive,
}

fn step(cells: &mut Vec<Cell>) {
    let n = cells.len();
    let old = cells.clone();
    for i in 0..n {
        let left = old[(i + n - 1) % n];
        let right = old[(i + 1) % n];
        cells[i] = if left != right { Cell::Alive } else { Cell::Dead };
    }
}

fn show(cells: &[Cell]) -> String {
    cells.iter().map(|c| if *c == Cell::Alive { '#' } else { '.' }).collect()
}

fn main() {
    let mut cells = vec![Cell::Dead; 9];
    cells[4] = Cell::Alive;
    for _ in 0..4 {
        println!("{}", show(&cells));
        step(&mut cells);
    }
    println!("{}", show(&cells));
}
