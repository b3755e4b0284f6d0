fn parity_bits(values: &[u8]) -> Vec<bool> {
    values.iter().map(|v| v.count_ones() % 2 != 0).collect()
}

fn pack(bits: &[bool]) -> u8 {
    bits.iter().fold(0, |acc, b| acc << 1 | *b as u8)
}

fn main() {
    let bits = parity_bits(&[0b1011, 0b11, 0, 0b1]);
    println!("{bits:?}");
    println!("{}", pack(&bits));
    let odd = bits.iter().filter(|b| **b).count();
    println!("{odd}");
}
