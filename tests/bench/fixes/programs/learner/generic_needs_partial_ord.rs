fn smallest<T>(items: &[T]) -> Option<&T> {
    let mut iter = items.iter();
    let mut best = iter.next()?;
    for item in iter {
        if item < best {
            best = item;
        }
    }
    best
}

fn main() {
    println!("{:?}", smallest(&[4, 2, 9]));
    println!("{:?}", smallest(&["pear", "apple", "fig"]));
    println!("{:?}", smallest(&[1.5, -0.5]));
    let none: [u8; 0] = [];
    println!("{:?}", smallest(&none));
}
