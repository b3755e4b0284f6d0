fn grade(points: i32) -> char {
    if points >= 90 {
        'A'
    } else if points >= 75 {
        'B'
    } else {
        'C'
    }
}

fn average(points: &[i32]) -> i32 {
    points.iter().sum::<i32>() / points.len() as i32
}

fn main() {
    let points = [95, 76, 60, 88];
    let letters: String = points.iter().map(|p| grade(*p)).collect();
    println!("{letters}");
    println!("{}", grade(average(&points)));
}
