#[derive(Debug, Clone)]
enum Packet {
    Data(Vec<u8>),
    Ping,
    End,
}

#[derive(Debug, Default)]
struct Receiver {
    bytes: usize,
    pings: u32,
}

impl Receiver {
    fn consume(&mut self, packets: &[Packet]) {
        packets.iter().for_each(|p| match p {
            Packet::Data(d) => self.bytes += d.len(),
            Packet::Ping => self.pings += 1,
            Packet::End => break,
        });
    }
}

fn main() {
    let stream = vec![
        Packet::Data(vec![1, 2, 3]),
        Packet::Ping,
        Packet::Data(vec![4]),
        Packet::End,
        Packet::Data(vec![9, 9, 9, 9]),
    ];
    let mut rx = Receiver::default();
    rx.consume(&stream);
    println!("bytes={} pings={}", rx.bytes, rx.pings);
    rx.consume(&stream[4..]);
    println!("bytes={} pings={}", rx.bytes, rx.pings);
}
