#[derive(Debug)]
enum Light {
    Red(u8),
    Green(u8),
}

fn main() {
    let mut light = Light::Red(2);
    let mut history = Vec::new();
    for _ in 0..5 {
        history.push(match &light {
            Light::Red(n) => format!("R{n}"),
            Light::Green(n) => format!("G{n}"),
        });
        let next = match &light {
            Light::Red(0) => Light::Green(1),
            Light::Red(n) => Light::Red(n - 1),
            Light::Green(0) => Light::Red(2),
            Light::Green(n) => Light::Green(n - 1),
        };
        println!("{light:?} -> {next:?}");
        light = next;
    }
    println!("{}", history.join(" "));
}
