fn largest<T: PartialOrd + Copy>(list: &[T]) -> T {
    let mut best = list[0];
    for &item in list {
        if item > best {
            best = item;
        }
    }
    best
}

fn column(rows: &[[i32; 3]], index: usize) -> Vec<i32> {
    rows.iter().map(|row| row[index]).collect()
}

fn main() {
    let rows = [[3, 14, 1], [5, -9, 2], [6, 5, 35]];

    for index in 0..3 {
        let values = column(&rows, index);
        println!("column {}: {:?}, largest {}", index, values, largest(&values));
    }

    let temperatures = vec![36.6, 38.2, 37.1];
    println!("highest fever: {}", largest(&temperatures));

    let grades: Vec<char> = "bdafc".chars().collect();
    println!("last letter: {}", largest(&grades));
}
