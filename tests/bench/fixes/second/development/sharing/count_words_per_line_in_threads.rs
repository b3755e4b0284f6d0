use std::thread;

fn vowels(text: &str) -> usize {
    text.chars().filter(|c| "aeiou".contains(*c)).count()
}

struct Report {
    line_no: usize,
    words: usize,
    vowels: usize,
}

fn main() {
    let poem = "the fog comes\non little cat feet\nit sits looking\nover harbor and city";
    let lines: Vec<String> = poem.lines().map(|l| l.to_string()).collect();

    let mut handles = Vec::new();
    for (no, line) in lines.into_iter().enumerate() {
        let handle = thread::spawn(|| Report {
            line_no: no + 1,
            words: line.split_whitespace().count(),
            vowels: vowels(&line),
        });
        handles.push(handle);
    }

    let mut total = 0;
    for handle in handles {
        let report = handle.join().unwrap();
        total += report.words;
        println!("line {}: {} words, {} vowels", report.line_no, report.words, report.vowels);
    }
    println!("{} words", total);
}
