fn main() {
    let show = |x| format!("<{x}>");
    let words = ["alpha", "beta"];
    for w in words {
        println!("{}", show(w));
    }
    let numbers = [3, 14];
    for n in numbers {
        println!("{}", show(n));
    }
    let joined = words.map(|w| w.len().to_string()).join("-");
    println!("{}", show(&joined));
    let total: i32 = numbers.iter().sum();
    println!("{total}");
}
