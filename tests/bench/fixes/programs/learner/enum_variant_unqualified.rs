#[derive(Debug, Clone, Copy)]
enum Direction {
    North,
    East,
    South,
    West,
}

fn turn_right(d: Direction) -> Direction {
    match d {
        Direction::North => East,
        Direction::East => South,
        Direction::South => West,
        Direction::West => North,
    }
}

fn main() {
    let mut d = Direction::South;
    for _ in 0..3 {
        d = turn_right(d);
        println!("{d:?}");
    }
    println!("{}", d == Direction::East);
}
