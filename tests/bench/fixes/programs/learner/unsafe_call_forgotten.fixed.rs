unsafe fn read_at(values: *const i32, index: usize) -> i32 {
    *values.add(index)
}

fn sum_every_other(values: &[i32]) -> i32 {
    let mut sum = 0;
    let mut i = 0;
    while i < values.len() {
        sum += unsafe { read_at(values.as_ptr(), i) };
        i += 2;
    }
    sum
}

fn main() {
    println!("{}", sum_every_other(&[1, 10, 2, 20, 3]));
    println!("{}", sum_every_other(&[]));
    println!("{}", sum_every_other(&[7]));
}
