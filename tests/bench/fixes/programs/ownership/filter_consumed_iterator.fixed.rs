fn main() {
    let prices = [250u32, 990, 40, 1200, 75];
    let cheap = prices.iter().filter(|p| **p < 500);
    println!("{} cheap ones", cheap.clone().count());
    let mut sum = 0;
    for p in cheap {
        sum += p;
    }
    println!("they cost {sum}");
    let dearest = prices.iter().max().unwrap();
    println!("dearest {dearest}");
    let share = sum * 100 / prices.iter().sum::<u32>();
    println!("{share} percent");
    println!("{} prices", prices.len());
}
