#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    x: i32,
    y: i32,
}

impl Point {
    fn shifted(&self, dx: i32, dy: i32) -> Point {
        Point { x: self.x + dx, y: self.y + dy }
    }
}

fn walk(moves: &str) -> (Point, usize) {
    let mut position = Point { x: 0, y: 0 };
    let mut visited: Vec<Point> = vec![Point { x: 0, y: 0 }];

    for step in moves.chars() {
        let next = match step {
            '^' => position.shifted(0, 1),
            'v' => position.shifted(0, -1),
            '<' => position.shifted(-1, 0),
            '>' => position.shifted(1, 0),
            _ => continue,
        };
        if !visited.contains(&next) {
            visited.push(next);
        }
        position = next;
    }
    (position, visited.len())
}

fn main() {
    for moves in ["^>v<", "^^^>>", "<><><>"] {
        let (end, squares) = walk(moves);
        println!("{:<8} ends at {:?}, {} squares", moves, end, squares);
    }
}
