#[derive(Debug, Clone)]
struct Theme {
    name: String,
    font: String,
    size: u8,
    dark: bool,
}

fn describe(t: &Theme) -> String {
    format!("{}: {} {}pt{}", t.name, t.font, t.size, if t.dark { " dark" } else { "" })
}

fn main() {
    let base = Theme { name: "plain".into(), font: "Mono".into(), size: 11, dark: false };
    let night = Theme { name: "night".into(), dark: true, ..base.clone() };
    let large = Theme { name: "large".into(), size: 16, ..base };
    println!("{}", describe(&night));
    println!("{}", describe(&large));
    let bigger = night.size < large.size;
    println!("{bigger}");
}
