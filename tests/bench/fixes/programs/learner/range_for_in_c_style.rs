fn bubble_sort(values: &mut [i32]) -> u32 {
    let mut swaps = 0;
    for (let i = 0; i < values.len(); i++) {
        for j in 0..values.len() - 1 - i {
            if values[j] > values[j + 1] {
                values.swap(j, j + 1);
                swaps += 1;
            }
        }
    }
    swaps
}

fn main() {
    let mut v = [5, 1, 4, 2, 8];
    let swaps = bubble_sort(&mut v);
    println!("{v:?} after {swaps} swaps");
    println!("{}", bubble_sort(&mut [1, 2, 3]));
}
