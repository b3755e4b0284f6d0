#[derive(Debug)]
enum StackError {
    Empty,
    Full,
}

struct Stack {
    data: [i32; 3],
    len: usize,
}

impl Stack {
    fn push(&mut self, n: i32) -> Result<()> {
        if self.len == 3 {
            return Err(StackError::Full);
        }
        self.data[self.len] = n;
        self.len += 1;
        Ok(())
    }

    fn pop(&mut self) -> Result<i32, StackError> {
        if self.len == 0 {
            return Err(StackError::Empty);
        }
        self.len -= 1;
        Ok(self.data[self.len])
    }
}

fn main() {
    let mut s = Stack { data: [0; 3], len: 0 };
    println!("{:?}", s.pop());
    for n in 1..=4 {
        println!("{n} {:?}", s.push(n));
    }
    println!("{:?}", s.pop());
}
