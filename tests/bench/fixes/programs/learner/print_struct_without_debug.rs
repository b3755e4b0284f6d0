struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

fn parse(text: &str) -> Option<Version> {
    let mut numbers = text.split('.').map(|p| p.parse::<u32>().ok());
    Some(Version {
        major: numbers.next()??,
        minor: numbers.next()??,
        patch: numbers.next()??,
    })
}

fn main() {
    for text in ["1.20.3", "2.x.1", "7.1"] {
        println!("{text}: {:?}", parse(text));
    }
    if let Some(v) = parse("3.2.1") {
        println!("{}", v.major * 100 + v.minor * 10 + v.patch);
    }
}
