fn key_action(key: char, x: i32) -> i32 {
    match key {
        'h' => x - 1,
        'l' => x + 1,
        '0' => 0,
        _ => x,
    }
}

fn drive(keys: &str) -> Vec<i32> {
    let mut at = 0;
    keys.chars()
        .map(|k| {
            at = key_action(k, at);
            at
        })
        .collect()
}

fn main() {
    println!("{:?}", drive("llhll0h"));
    println!("{}", drive("xyz").len());
    println!("{}", key_action('h', 10));
}
