fn to_number(bits: &str) -> Option<u32> {
    bits.chars().try_fold(0, |acc, c| match c {
        '0' => Some(acc * 2),
        '1' => Some(acc * 2 + 1),
        _ => None,
    })
}

fn alternate(values: &[i32]) -> i64 {
    values.iter().enumerate().fold(0, |acc, (i, v)| {
        if i % 2 == 0 {
            acc + i64::from(*v)
        } else {
            acc - i64::from(*v)
        }
    })
}

fn main() {
    println!("{:?} {:?}", to_number("101101"), to_number("12"));
    println!("{}", alternate(&[10, 3, 5, 1]));
    println!("{}", alternate(&[]));
}
