fn rotate(c: char, by: u8) -> char {
    match c {
        'a'..='z' => ((c as u8 - b'a' + by) % 26 + b'a') as char,
        'A'..='Z' => ((c as u8 - b'A' + by) % 26 + b'A') as char,
        _ => c,
    }
}

fn shifter(by: u8) -> dyn Fn(&str) -> String {
    move |text: &str| text.chars().map(|c| rotate(c, by)).collect::<String>()
}

struct Message {
    from: &'static str,
    body: String,
}

fn main() {
    let encode = shifter(3);
    let decode = shifter(23);

    let inbox = vec![
        Message { from: "brutus", body: encode("See you at the Forum") },
        Message { from: "cleo", body: encode("Bring the Xenophon scroll") },
    ];

    for m in &inbox {
        println!("{}: {}", m.from, m.body);
        println!("   = {}", decode(&m.body));
    }
}
