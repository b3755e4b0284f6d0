struct Node {
    value: i32,
    next: Option<Box<Node>>,
}

fn second(list: &Option<Box<Node>>) -> Option<i32> {
    let first = list.as_ref()?;
    let second = first.next.as_ref()?;
    Some(second.value)
}

fn build(values: &[i32]) -> Option<Box<Node>> {
    let (first, rest) = values.split_first()?;
    Some(Box::new(Node { value: *first, next: build(rest) }))
}

fn main() {
    for values in [vec![10, 20, 30], vec![7], vec![]] {
        println!("{:?}", second(&build(&values)));
    }
    println!("{}", build(&[4]).unwrap().value);
}
