struct Pairs<I: Iterator> {
    inner: I,
    previous: Option<I::Item>,
}

impl<I> Pairs<I>
where
    I: Iterator,
{
    fn new(mut inner: I) -> Self {
        let previous = inner.next();
        Pairs { inner, previous }
    }
}

impl<I> Iterator for Pairs<I>
where
    I: Iterator,
    I::Item: Clone,
{
    type Item = (I::Item, I::Item);

    fn next(&mut self) -> Option<Item> {
        let current = self.inner.next()?;
        let previous = self.previous.replace(current.clone())?;
        Some((previous, current))
    }
}

trait PairwiseExt: Iterator {
    fn pairwise(self) -> Pairs<Self> {
        Pairs::new(self)
    }
}

impl<I: Iterator> PairwiseExt for I {}

struct Fibonacci {
    a: u64,
    b: u64,
}

impl Iterator for Fibonacci {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let value = self.a;
        self.a = self.b;
        self.b += value;
        Some(value)
    }
}

fn count_rising(heights: &[i32]) -> usize {
    heights.iter().pairwise().filter(|a, b| b > a).count()
}

fn main() {
    let fib = Fibonacci { a: 1, b: 1 };
    for (x, y) in fib.pairwise().take(5) {
        println!("{} -> {} ratio {:.3}", x, y, y as f64 / x as f64);
    }

    let heights = vec![3, 5, 4, 4, 7, 9];
    println!("rising steps: {}", count_rising(&heights));

    let words = ["ab", "cd", "ef"];
    let joined: String = words.iter().pairwise().map(|(a, b)| format!("{}{}", a, b)).collect();
    println!("{}", joined.join(" "));
    println!("single: {}", [1].iter().pairwise().count());
}
