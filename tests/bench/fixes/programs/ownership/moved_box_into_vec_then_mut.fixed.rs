#[derive(Debug)]
struct Task {
    name: String,
    done: bool,
}

fn main() {
    let mut tasks: Vec<Box<Task>> = Vec::new();
    let mut first = Box::new(Task { name: "sweep".into(), done: false });
    let second = Box::new(Task { name: "cook".into(), done: false });
    first.done = true;
    tasks.push(first);
    tasks.push(second);
    let open: Vec<&str> = tasks.iter().filter(|t| !t.done).map(|t| t.name.as_str()).collect();
    println!("open: {}", open.join(", "));
    let done = tasks.iter().filter(|t| t.done).count();
    println!("{done} of {} done", tasks.len());
}
