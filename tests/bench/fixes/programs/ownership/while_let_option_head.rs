#[derive(Debug)]
struct Link {
    label: &'static str,
    next: Option<Box<Link>>,
}

fn chain(labels: &[&'static str]) -> Option<Box<Link>> {
    let mut head = None;
    for label in labels.iter().rev() {
        head = Some(Box::new(Link { label, next: head }));
    }
    head
}

fn length(list: &Option<Box<Link>>) -> usize {
    let mut n = 0;
    let mut at = *list;
    while let Some(link) = at {
        n += 1;
        at = link.next;
    }
    n
}

fn main() {
    let list = chain(&["one", "two", "three"]);
    println!("{}", length(&list));
    let second = list.as_ref().and_then(|l| l.next.as_ref()).map(|l| l.label);
    println!("{second:?}");
}
