struct Entry {
    key: &str,
    value: &str,
}

fn parse(line: &str) -> Option<Entry> {
    let (key, value) = line.split_once('=')?;
    Some(Entry { key: key.trim(), value: value.trim() })
}

fn main() {
    let text = "host = local\nport= 80\nnonsense\nuser =eve";
    let good = 0;
    for line in text.lines() {
        match parse(line) {
            Some(e) => {
                good += 1;
                println!("{} -> {}", e.key, e.value);
            }
            None => println!("skipped {line}"),
        }
    }
    println!("{good} entries");
}
