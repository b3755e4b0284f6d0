fn checksum(data: &[u8]) -> u32 {
    let mut a: u32 = 1;
    let mut b: u32 = 0;
    for byte in data {
        a = (a + byte) % 65521;
        b = (b + a) % 65521;
    }
    (b << 16) | a
}

fn hex(n: u32) -> String {
    format!("{n:08x}")
}

fn main() {
    println!("{}", hex(checksum(b"Wikipedia")));
    println!("{}", hex(checksum(b"")));
    println!("{}", checksum(b"a") != checksum(b"b"));
}
