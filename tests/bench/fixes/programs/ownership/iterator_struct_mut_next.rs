struct Pool {
    buffers: Vec<Vec<u8>>,
}

impl Pool {
    fn take(&mut self, i: usize) -> &mut Vec<u8> {
        while self.buffers.len() <= i {
            self.buffers.push(Vec::new());
        }
        &mut self.buffers[i]
    }
}

fn main() {
    let mut pool = Pool { buffers: vec![] };
    let a = pool.take(0);
    let b = pool.take(1);
    a.extend(b"hello");
    b.extend(b"bye");
    println!("{}", a.len() + b.len());
    for b in &pool.buffers {
        println!("{}", String::from_utf8_lossy(b));
    }
}
