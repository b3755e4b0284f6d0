struct Options {
    verbose: bool,
    output: Option<String>,
}

fn parse(args: &[&str]) -> Options {
    let mut o = Options { verbose: false, output: None };
    for a in args {
        if *a == "-v" {
            o.verbose = true;
        } else if a.starts_with("-o") {
            o.output = Some(a[2..].to_string());
        }
    }
    o
}

fn target(o: &Options) -> String {
    let Some(path) = &o.output;
    format!("file {path}")
}

fn main() {
    for args in [vec!["-v", "-oout.txt"], vec!["-v"], vec![]] {
        let o = parse(&args);
        println!("{} {}", target(&o), o.verbose);
    }
}
