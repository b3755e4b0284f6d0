fn evens(numbers: &[u32]) -> &[u32] {
    let picked: Vec<u32> = numbers.iter().copied().filter(|n| n % 2 == 0).collect();
    &picked
}

fn sum_of_squares(numbers: &[u32]) -> u32 {
    numbers.iter().map(|n| n * n).sum()
}

fn main() {
    let numbers = [5, 8, 11, 14, 3, 2];
    let even = evens(&numbers);
    println!("{}", even);
    println!("{}", sum_of_squares(&even));
    let rest = numbers.len() - even.len();
    println!("{rest} odd");
}
