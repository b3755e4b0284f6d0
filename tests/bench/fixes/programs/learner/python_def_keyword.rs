def longest_run(bits: &str, wanted: char) -> usize {
    let mut best = 0;
    let mut run = 0;
    for c in bits.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        best = best.max(run);
    }
    best
}

fn main() {
    let bits = "1101110001111";
    println!("{} {}", longest_run(bits, '1'), longest_run(bits, '0'));
    println!("{}", longest_run("", '1'));
    println!("{}", bits.len());
}
