use std::thread;

fn steps(from: u64) -> u64 {
    let mut n = from;
    let mut count = 0;
    while n > 1 {
        n = if n % 2 == 0 { n / 2 } else { n * 3 + 1 };
        count += 1;
    }
    count
}

fn main() {
    let handles: Vec<thread::JoinHandle<u64>> =
        [9u64, 97, 871].iter().map(|&n| thread::spawn(move || steps(n))).collect();
    let mut longest = 0;
    for h in handles {
        let count = h.join().unwrap();
        if count > longest {
            longest = count;
        }
        println!("{count}");
    }
    println!("longest {longest}");
}
