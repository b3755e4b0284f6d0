trait Filter {
    fn keep(&self, n: i32) -> bool;
}

struct Range(i32, i32);
struct Even;

impl Filter for Range {
    fn keep(&self, n: i32) -> bool {
        n >= self.0 && n <= self.1
    }
}

impl Filter for Even {
    fn keep(&self, n: i32) -> bool {
        n % 2 == 0
    }
}

fn boxed<F: Filter>(f: F) -> Box<dyn Filter> {
    Box::new(f)
}

fn main() {
    let filters = vec![boxed(Range(3, 12)), boxed(Even)];
    let kept: Vec<i32> = (0..20).filter(|n| filters.iter().all(|f| f.keep(*n))).collect();
    println!("{kept:?}");
    println!("{}", filters.len());
}
