#[derive(Debug)]
enum Json {
    Null,
    Number(f64),
    Pair(Box<Json>, Box<Json>),
}

fn depth(j: &Json) -> usize {
    match j {
        Json::Pair(a, b) => 1 + depth(a).max(depth(b)),
        _ => 0,
    }
}

fn sum(j: &Json) -> f64 {
    match j {
        Json::Null => 0.0,
        Json::Number(n) => *n,
        Json::Pair(a, b) => sum(a) + sum(b),
    }
}

fn main() {
    let inner = Json::Pair(Box::new(Json::Number(1.5)), Box::new(Json::Null));
    let outer = Json::Pair(Box::new(inner), Box::new(Json::Number(4.0)));
    println!("{} {:.1}", depth(&outer), sum(&outer));
    println!("{outer:?}");
}
