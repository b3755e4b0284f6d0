#[derive(Debug)]
struct Tile {
    height: u8,
    water: bool,
}

fn flood(map: &mut Vec<Tile>, level: u8) -> usize {
    let mut wet = 0;
    let mut low: Vec<usize> = Vec::new();
    for i in 0..map.len() {
        if map[i].height < level {
            low.push(i);
        }
    }
    for i in low {
        map[i].water = true;
        wet += 1;
    }
    wet
}

fn main() {
    let mut map: Vec<Tile> =
        [3, 9, 2, 5].iter().map(|h| Tile { height: *h, water: false }).collect();
    println!("{} wet", flood(&mut map, 5));
    let line: String = map.iter().map(|t| if t.water { '~' } else { '#' }).collect();
    println!("{line}");
}
