struct Index<'a> {
    words: Vec<&'a str>,
}

impl<'a> Index<'a> {
    fn feed(&mut self, line: &'a str) {
        self.words.extend(line.split(' ').filter(|w| w.len() > 3));
    }
}

fn decode(raw: &[u8]) -> String {
    raw.iter().map(|b| (b ^ 1) as char).collect()
}

fn main() {
    let packets: [&[u8]; 2] = [b"uid!vhoe!cmnvr", b"ghsd!bsdv"];
    let lines: Vec<String> = packets.iter().map(|raw| decode(raw)).collect();
    let mut index = Index { words: vec![] };
    for line in &lines {
        index.feed(line);
    }
    println!("{}", index.words.join(","));
    println!("{}", index.words.len());
}
