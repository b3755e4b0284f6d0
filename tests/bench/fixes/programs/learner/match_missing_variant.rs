#[derive(Clone, Copy)]
enum Op {
    Push(i32),
    Add,
    Mul,
    Dup,
}

fn run(ops: &[Op]) -> Vec<i32> {
    let mut stack = Vec::new();
    for op in ops {
        match op {
            Op::Push(n) => stack.push(*n),
            Op::Add => {
                let b = stack.pop().unwrap();
                let a = stack.pop().unwrap();
                stack.push(a + b);
            }
            Op::Mul => {
                let b = stack.pop().unwrap();
                let a = stack.pop().unwrap();
                stack.push(a * b);
            }
        }
    }
    stack
}

fn main() {
    let ops = [Op::Push(3), Op::Push(4), Op::Add, Op::Push(2), Op::Mul];
    println!("{:?}", run(&ops));
    println!("{}", run(&[Op::Push(1)]).len());
}
