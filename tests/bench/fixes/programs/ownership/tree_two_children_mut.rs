#[derive(Debug)]
struct Dir {
    name: String,
    size: u64,
    subs: Vec<Dir>,
}

impl Dir {
    fn new(name: &str, size: u64) -> Dir {
        Dir { name: name.to_string(), size, subs: vec![] }
    }

    fn add_sub(&mut self, sub: Dir) -> &mut Dir {
        self.subs.push(sub);
        self.subs.last_mut().unwrap()
    }

    fn total(&self) -> u64 {
        self.size + self.subs.iter().map(Dir::total).sum::<u64>()
    }
}

fn main() {
    let mut root = Dir::new("/", 1);
    let home = root.add_sub(Dir::new("home", 10));
    let tmp = root.add_sub(Dir::new("tmp", 5));
    home.add_sub(Dir::new("ann", 200));
    tmp.add_sub(Dir::new("x", 2));
    for d in &root.subs {
        println!("{} {}", d.name, d.total());
    }
    println!("{} {}", root.name, root.total());
}
