use std::collections::VecDeque;

fn josephus(count: u32, step: usize) -> (Vec<u32>, u32) {
    let mut ring: VecDeque<u32> = (1..=count).collect();
    let mut out = Vec::new();
    while ring.len() > 1 {
        ring.rotate_left((step - 1) % ring.len());
        out.push(ring.pop_front().unwrap());
    }
    (out, ring[0])
}

fn main() {
    let (out, last) = josephus(7, 3);
    println!("{out:?}");
    println!("survivor {last}");
    println!("{}", josephus(1, 5).1);
}
