fn main() {
    let mut hits = 0;
    let mut log: Vec<String> = Vec::new();

    let mut ok = || hits += 1;
    let mut miss = || hits -= 1;
    for shot in [3, 9, 4, 7, 1] {
        if shot > 3 {
            ok();
        } else {
            miss();
        }
        log.push(format!("shot {shot}"));
    }
    println!("{}", log.join(", "));
    println!("balance {hits}");
}
