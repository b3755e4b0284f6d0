fn fill(buffer: &mut Vec<u8>, value: u8, count: usize) {
    buffer.clear();
    buffer.resize(count, value);
}

fn frame(buffer: &mut Vec<u8>, edge: u8) {
    buffer.insert(0, edge);
    buffer.push(edge);
}

fn main() {
    let mut line = Vec::new();
    fill(line, b'-', 5);
    frame(line, b'+');
    println!("{}", String::from_utf8_lossy(&line));
    fill(&mut line, b'=', 2);
    println!("{}", String::from_utf8_lossy(&line));
    println!("{}", line.len());
}
