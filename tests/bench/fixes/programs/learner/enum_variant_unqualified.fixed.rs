#[derive(Debug, Clone, Copy, PartialEq)]
enum Direction {
    North,
    East,
    South,
    West,
}

fn turn_right(d: Direction) -> Direction {
    match d {
        Direction::North => Direction::East,
        Direction::East => Direction::South,
        Direction::South => Direction::West,
        Direction::West => Direction::North,
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
