macro_rules! square {
    ($x:expr) => {
        ($x) * ($x)
    };
}

fn main() {
    let side = 5;
    println!("{} {}", square!(side), square!(side + 1));
    let rows = [1, 2, 3].map(|n| square!(n));
    println!("{rows:?}");
    print_sum(&rows);
}

fn print_sum(rows: &[i32]) {
    let sum: i32 = rows.iter().sum();
    println!("sum {sum}");
}

