enum Instruction {
    Load(char, i64),
    Jump(char, i64),
    Add(char, char),
}

fn run(code: &[Instruction]) -> (i64, i64) {
    let (mut a, mut b) = (0, 0);
    let mut pc = 0i64;
    while let Some(i) = code.get(pc as usize) {
        pc += 1;
        match i {
            Instruction::Load('a', n) => a = *n,
            Instruction::Load(_, n) => b = *n,
            Instruction::Add('a', _) => a += b,
            Instruction::Add(_, _) => b += a,
            Instruction::Jump(r, offset) => {
                let value = if *r == 'a' { a } else { b };
                if value < 20 {
                    pc += offset;
                }
            }
        }
    }
    (a, b)
}

fn main() {
    use Instruction::*;
    let code = [Load('a', 3), Load('b', 5), Add('a', 'b'), Jump('a', -2), Add('b', 'a')];
    let (a, b) = run(&code);
    println!("{a} {b}");
}
