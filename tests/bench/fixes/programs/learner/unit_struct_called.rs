#[derive(Debug, Clone, Copy, PartialEq)]
enum Cell {
    Empty,
    Wall,
    Coin(u32),
}

fn parse(c: char) -> Cell {
    match c {
        '#' => Cell::Wall(),
        '.' => Cell::Empty,
        d => Cell::Coin(d.to_digit(10).unwrap_or(0)),
    }
}

fn main() {
    let map = ["#..3#", "#.7.#"];
    let cells: Vec<Cell> = map.iter().flat_map(|row| row.chars()).map(parse).collect();
    let walls = cells.iter().filter(|c| **c == Cell::Wall).count();
    let money: u32 = cells.iter().map(|c| if let Cell::Coin(n) = c { *n } else { 0 }).sum();
    println!("{walls} walls, {money} coins, {} cells", cells.len());
}
