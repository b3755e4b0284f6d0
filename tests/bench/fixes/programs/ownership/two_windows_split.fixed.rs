fn add_halves(data: &mut [i32]) -> Vec<i32> {
    let mid = data.len() / 2;
    let (left, right) = data.split_at_mut(mid);
    for (l, r) in left.iter_mut().zip(right.iter_mut()) {
        *l += *r;
        *r = 0;
    }
    left.to_vec()
}

fn main() {
    let mut data = [1, 2, 3, 40, 50, 60];
    let sums = add_halves(&mut data);
    println!("{sums:?}");
    println!("{data:?}");
    let all_zero = data[3..].iter().all(|n| *n == 0);
    println!("{all_zero}");
}
