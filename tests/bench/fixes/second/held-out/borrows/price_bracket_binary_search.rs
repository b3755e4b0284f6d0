fn bounds<T>(items: &[T]) -> (usize, usize) {
    (0, items.len())
}

fn lower_bound<T: PartialOrd>(items: &[T], wanted: &T) -> usize {
    let (low, mut high) = bounds(items);
    while low < high {
        let mid = low + (high - low) / 2;
        if items[mid] < *wanted {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    low
}

fn main() {
    let brackets = [10, 25, 50, 100, 250];
    let labels = ["tiny", "small", "medium", "large", "huge", "absurd"];

    for price in [5, 25, 26, 180, 999] {
        let at = lower_bound(&brackets, &price);
        println!("{:>4} is {}", price, labels[at]);
    }

    let words = ["ant", "bee", "cow"];
    println!("\"bat\" would go to {}", lower_bound(&words, &"bat"));
}
