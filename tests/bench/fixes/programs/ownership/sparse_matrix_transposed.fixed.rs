use std::collections::BTreeMap;

#[derive(Default)]
struct Sparse {
    cells: BTreeMap<(usize, usize), f64>,
}

impl Sparse {
    fn set(mut self, r: usize, c: usize, v: f64) -> Self {
        self.cells.insert((r, c), v);
        self
    }

    fn transpose(self) -> Sparse {
        let cells = self.cells.into_iter().map(|((r, c), v)| ((c, r), v)).collect();
        Sparse { cells }
    }

    fn trace(&self) -> f64 {
        self.cells.iter().filter(|((r, c), _)| r == c).map(|(_, v)| v).sum()
    }
}

fn main() {
    let m = Sparse::default().set(0, 2, 1.5).set(1, 1, 4.0).set(3, 0, 2.0);
    let trace = m.trace();
    let t = m.transpose();
    println!("trace {} {}", trace, t.trace());
    for ((r, c), v) in &t.cells {
        println!("{r},{c}: {v}");
    }
}
