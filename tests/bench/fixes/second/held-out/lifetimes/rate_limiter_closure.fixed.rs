use std::collections::HashMap;

fn make_limiter(max: u32) -> impl FnMut(&str) -> bool {
    let mut seen: HashMap<String, u32> = HashMap::new();
    move |user| {
        let hits = seen.entry(user.to_string()).or_insert(0);
        *hits += 1;
        *hits <= max
    }
}

fn simulate(requests: &[&str], mut allow: impl FnMut(&str) -> bool) -> (usize, usize) {
    let mut passed = 0;
    let mut blocked = 0;
    for user in requests {
        if allow(user) {
            passed += 1;
        } else {
            println!("429 for {}", user);
            blocked += 1;
        }
    }
    (passed, blocked)
}

fn main() {
    let requests = ["ann", "bob", "ann", "ann", "bob", "cy", "ann"];

    for max in [1, 2] {
        let (passed, blocked) = simulate(&requests, make_limiter(max));
        println!("max {}: {} passed, {} blocked", max, passed, blocked);
    }
}
