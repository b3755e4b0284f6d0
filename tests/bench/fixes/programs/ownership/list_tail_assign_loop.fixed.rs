#[derive(Debug)]
struct Segment {
    length: u32,
    next: Option<Box<Segment>>,
}

fn stretch(seg: &mut Segment) {
    seg.length += 1;
}

fn append(head: &mut Option<Box<Segment>>, length: u32) {
    let mut tail = head;
    while let Some(seg) = tail {
        stretch(seg);
        tail = &mut seg.next;
    }
    *tail = Some(Box::new(Segment { length, next: None }));
}

fn main() {
    let mut rope = None;
    for l in [5, 10, 20] {
        append(&mut rope, l);
    }
    let mut at = &rope;
    let mut total = 0;
    while let Some(s) = at {
        println!("{}", s.length);
        total += s.length;
        at = &s.next;
    }
    println!("total {total}");
}
