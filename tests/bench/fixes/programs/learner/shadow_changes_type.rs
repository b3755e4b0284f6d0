fn main() {
    let mut input = "  42 apples ";
    input = input.trim().split(' ').collect::<Vec<_>>();
    let count: u32 = input[0].parse().unwrap_or(0);
    let what = input[1];
    println!("{count} {what}");
    let mut left = count;
    let mut baskets = 0;
    while left > 0 {
        let take = left.min(12);
        left -= take;
        baskets += 1;
        println!("basket {baskets}: {take} {what}");
    }
}
