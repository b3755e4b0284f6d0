fn unique_sorted(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort();
    letters.dedup();
    letters.into_iter().collect()
}

fn main() {
    let line = "7 3 3 9 1";
    let numbers = line.split(' ').map(|n| n.parse::<i32>().unwrap()).collect();
    let mut sum = 0;
    for n in &numbers {
        sum += n;
    }
    println!("{} numbers, sum {sum}", numbers.len());
    println!("{}", unique_sorted("bookkeeper"));
}
