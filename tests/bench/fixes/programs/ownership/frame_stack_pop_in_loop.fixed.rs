#[derive(Debug)]
struct Frame {
    function: String,
    line: u32,
}

fn unwind(mut stack: Vec<Frame>) -> Vec<String> {
    let mut out = vec![];
    while !stack.is_empty() {
        let frame = stack.pop().unwrap();
        out.push(format!("{}:{}", frame.function, frame.line));
    }
    out
}

fn main() {
    let stack = vec![
        Frame { function: "main".into(), line: 3 },
        Frame { function: "run".into(), line: 17 },
        Frame { function: "step".into(), line: 42 },
    ];
    for entry in unwind(stack) {
        println!("{entry}");
    }
}
