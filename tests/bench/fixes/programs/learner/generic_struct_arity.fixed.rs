use std::fmt::Display;

struct Labelled<L, V> {
    label: L,
    value: V,
}

impl<L: Display, V: Display> Labelled<L, V> {
    fn show(&self) -> String {
        format!("{}={}", self.label, self.value)
    }
}

fn heaviest<'a>(items: &'a [Labelled<&'static str, f64>]) -> &'a Labelled<&'static str, f64> {
    let mut best = &items[0];
    for i in items {
        if i.value > best.value {
            best = i;
        }
    }
    best
}

fn main() {
    let items = [
        Labelled { label: "lead", value: 11.3 },
        Labelled { label: "gold", value: 19.3 },
    ];
    println!("{}", heaviest(&items).show());
    println!("{}", Labelled { label: 7, value: 'x' }.show());
}
