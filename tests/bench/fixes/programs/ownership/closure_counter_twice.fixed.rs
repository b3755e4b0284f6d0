fn main() {
    let mut hits = 0;
    let mut log: Vec<String> = Vec::new();

    let mut change = |by: i32| hits += by;
    for shot in [3, 9, 4, 7, 1] {
        if shot > 3 {
            change(1);
        } else {
            change(-1);
        }
        log.push(format!("shot {shot}"));
    }
    println!("{}", log.join(", "));
    println!("balance {hits}");
}
