fn sum_csv(line: &str) -> i32 {
    let mut sum = 0;
    for cell in line.split(',') {
        sum += cell.parse::<i32>().unwrap();
    }
    sum
}

fn digits(n: i32) -> Vec<u32> {
    n.to_string().chars().filter_map(|c| c.to_digit(10)).collect()
}

fn main() {
    let lines = ["4,8,15", "16,-23,42"];
    for l in lines {
        let s = sum_csv(l);
        println!("{s} {:?}", digits(s));
    }
    println!("{}", lines.iter().map(|l| sum_csv(l)).max().unwrap());
}
