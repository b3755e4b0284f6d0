struct Packet {
    bytes: Vec<u8>,
}

impl Packet {
    fn header(&self) -> &[u8] {
        &self.bytes[..2]
    }

    fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

fn checksum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0u8, |acc, b| acc.wrapping_mul(31).wrapping_add(*b))
}

fn main() {
    let packet = Packet { bytes: vec![0xCA, 0xFE, 1, 2, 3] };
    let header = packet.header().to_vec();
    let all = packet.into_bytes();
    println!("checksum {}", checksum(&all));
    println!("header {:02x}{:02x}", header[0], header[1]);
    println!("payload {} bytes", all.len() - header.len());
}
