fn main() {
    let scores = [71, 44, 90, 58];
    let passed: u32;
    for s in scores {
        if s >= 50 {
            passed += 1;
        }
    }
    println!("{passed} passed");
    let best;
    if scores[0] > scores[2] {
        best = scores[0];
    } else {
        best = scores[2];
    }
    println!("best {best}");
    let letter = match best {
        85.. => 'A',
        70..=84 => 'B',
        _ => 'C',
    };
    println!("{letter}");
}
