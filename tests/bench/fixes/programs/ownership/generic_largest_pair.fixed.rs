#[derive(Debug)]
struct Pair<T> {
    left: T,
    right: T,
}

impl<T: PartialOrd + Copy> Pair<T> {
    fn ordered(&self) -> Pair<T> {
        if self.left <= self.right {
            Pair { left: self.left, right: self.right }
        } else {
            Pair { left: self.right, right: self.left }
        }
    }
}

fn main() {
    let numbers = Pair { left: 9, right: 4 };
    println!("{:?}", numbers.ordered());
    let letters = Pair { left: 'a', right: 'q' };
    println!("{:?}", letters.ordered());
    let temps = Pair { left: 3.5, right: -1.0 };
    let t = temps.ordered();
    println!("{:.1}..{:.1}", t.left, t.right);
}
