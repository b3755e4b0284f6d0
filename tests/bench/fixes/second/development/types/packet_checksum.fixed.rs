#[derive(Debug)]
struct Packet {
    kind: u8,
    payload: Vec<u8>,
}

impl Packet {
    fn new(kind: u8, text: &str) -> Packet {
        Packet { kind, payload: text.as_bytes().to_vec() }
    }

    fn checksum(&self) -> u32 {
        let body = self
            .payload
            .iter()
            .enumerate()
            .fold(0u32, |acc, (i, byte)| acc + (i as u32 + 1) * (*byte as u32));
        (body + self.kind as u32) % 65_521
    }
}

fn main() {
    let packets = [Packet::new(1, "ping"), Packet::new(2, "hello world"), Packet::new(3, "")];
    let mut total = 0;
    for p in &packets {
        println!("kind {} len {:>2} sum {}", p.kind, p.payload.len(), p.checksum());
        total += p.checksum();
    }
    println!("total {}", total);
}
