use std::collections::{HashMap, HashSet, VecDeque};

type Caves = HashMap<&'static str, Vec<&'static str>>;

fn connect(caves: &mut Caves, a: &'static str, b: &'static str) {
    caves.entry(a).or_insert_with(Vec::new).push(b);
    caves.entry(b).or_insert_with(Vec::new).push(a);
}

fn shortest(caves: &Caves, from: &'static str, to: &str) -> Option<usize> {
    let mut visited = HashSet::new();
    let mut queue = VecDeque::new();
    queue.push_back((from, 0));
    visited.insert(from);

    while let Some((cave, steps)) = queue.pop_front() {
        if cave == to {
            return Some(steps);
        }
        for &next in &caves[cave] {
            if !visited.contains(next) {
                visited.insert(next);
                queue.push_back((next, steps + 1));
            }
        }
    }
    None
}

fn main() {
    let mut caves = Caves::new();
    connect(&mut caves, "start", "A");
    connect(&mut caves, "start", "b");
    connect(&mut caves, "A", "c");
    connect(&mut caves, "b", "end");
    connect(&mut caves, "x", "y");

    for goal in ["c", "end", "y"] {
        match shortest(&caves, "start", goal) {
            Some(n) => println!("{} is {} steps away", goal, n),
            None => println!("{} is unreachable", goal),
        }
    }
}
