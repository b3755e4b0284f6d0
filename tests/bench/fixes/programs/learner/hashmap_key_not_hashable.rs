use std::collections::HashMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pos {
    x: i32,
    y: i32,
}

fn walk(moves: &str) -> HashMap<Pos, u32> {
    let mut at = Pos { x: 0, y: 0 };
    let visits = HashMap::new();
    visits.insert(at, 1);
    for m in moves.chars() {
        match m {
            'U' => at.y += 1,
            'D' => at.y -= 1,
            'L' => at.x -= 1,
            _ => at.x += 1,
        }
        *visits.entry(at).or_insert(0) += 1;
    }
    visits
}

fn main() {
    let visits = walk("URDLUR");
    println!("{} places", visits.len());
    println!("{}", visits[&Pos { x: 0, y: 0 }]);
    println!("{}", visits.values().max().unwrap());
}
