use std::thread;

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn main() {
    let pages = vec!["it was late", "nobody came", "then the bell rang twice"];
    let limit = 3;
    let handle = thread::spawn(|| {
        let mut long = 0;
        for page in pages {
            if count_words(page) > limit {
                long += 1;
            }
        }
        long
    });
    let long = handle.join().unwrap();
    println!("{long} long pages over {limit} words");
}
