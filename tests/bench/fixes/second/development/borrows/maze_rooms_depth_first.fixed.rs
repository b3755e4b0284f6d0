struct Maze {
    doors: Vec<Vec<usize>>,
    seen: Vec<bool>,
    order: Vec<usize>,
}

impl Maze {
    fn with_rooms(n: usize) -> Maze {
        Maze {
            doors: vec![Vec::new(); n],
            seen: vec![false; n],
            order: vec![],
        }
    }

    fn connect(&mut self, a: usize, b: usize) {
        self.doors[a].push(b);
        self.doors[b].push(a);
    }

    fn explore(&mut self, room: usize) {
        if self.seen[room] {
            return;
        }
        self.seen[room] = true;
        self.order.push(room);
        for next in self.doors[room].clone() {
            self.explore(next);
        }
    }
}

fn main() {
    let mut maze = Maze::with_rooms(6);
    maze.connect(0, 1);
    maze.connect(0, 3);
    maze.connect(1, 2);
    maze.connect(3, 4);
    maze.explore(0);
    println!("visited: {:?}", maze.order);
    println!("room 5 reached: {}", maze.seen[5]);
}
