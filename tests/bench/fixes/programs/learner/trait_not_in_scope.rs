mod encode {
    pub trait Hex {
        fn hex(&self) -> String;
    }

    impl Hex for [u8] {
        fn hex(&self) -> String {
            self.iter().map(|b| format!("{b:02x}")).collect()
        }
    }

    pub fn xor(data: &[u8], key: u8) -> Vec<u8> {
        data.iter().map(|b| b ^ key).collect()
    }
}

use encode::xor;

fn main() {
    let plain = b"secret";
    let hidden = xor(plain, 0x5a);
    println!("{}", hidden.as_slice().hex());
    let back = xor(&hidden, 0x5a);
    println!("{}", String::from_utf8(back).unwrap());
}
