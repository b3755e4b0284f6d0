#[derive(Clone, Copy)]
enum Dir {
    Up,
    Down,
    Left,
    Right,
}

struct Maze {
    rows: Vec<Vec<char>>,
}

impl Maze {
    fn parse(text: &str) -> Maze {
        Maze { rows: text.lines().map(|l| l.chars().collect()).collect() }
    }

    fn is_free(&self, row: i32, col: i32) -> bool {
        if row < 0 || col < 0 {
            return false;
        }
        if row >= self.rows.len() as i32 || col >= self.rows[0].len() as i32 {
            return false;
        }
        self.rows[row][col] != '#'
    }

    fn step(&self, (row, col): (i32, i32), dir: Dir) -> (i32, i32) {
        let (dr, dc) = match dir {
            Dir::Up => (-1, 0),
            Dir::Down => (1, 0),
            Dir::Left => (0, -1),
            Dir::Right => (0, 1),
        };
        if self.is_free(row + dr, col + dc) {
            (row + dr, col + dc)
        } else {
            (row, col)
        }
    }
}

fn main() {
    let maze = Maze::parse("..#\n.#.\n...");
    let mut pos = (0, 0);
    for dir in [Dir::Up, Dir::Right, Dir::Right, Dir::Left, Dir::Down, Dir::Down, Dir::Right] {
        pos = maze.step(pos, dir);
        println!("{:?}", pos);
    }
}
