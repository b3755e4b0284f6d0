struct Settings {
    depth: u32,
    label: String,
}

impl Settings {
    fn with_depth(depth: u32) -> Settings {
        Settings { depth, label: format!("depth-{depth}") }
    }
}

fn choose(verbose: bool) -> &'static Settings {
    if verbose {
        &Settings::with_depth(9)
    } else {
        &Settings::with_depth(1)
    }
}

fn main() {
    for v in [true, false] {
        let s = choose(v);
        println!("{} {}", s.label, "+".repeat(s.depth as usize));
    }
}
