fn shuffle(tiles: &mut Vec<char>) {
    let n = tiles.len();
    for i in 0..n / 2 {
        tiles.swap(i, n - 1 - i);
    }
}

fn rotate(tiles: &mut [char], by: usize) {
    tiles.rotate_left(by % tiles.len());
}

fn main() {
    let mut tiles: Vec<char> = "puzzle".chars().collect();
    shuffle(&mut tiles);
    println!("{}", tiles.iter().collect::<String>());
    rotate(&mut tiles, 8);
    println!("{}", String::from_iter(&tiles));
    println!("{}", tiles.contains(&'z'));
}
