struct Percent(u8);

impl TryFrom<i32> for Percent {
    type Error = String;

    fn try_from(n: i32) -> Result<Self, Self::Error> {
        let small = u8::try_from(n).map_err(|_| format!("{n} does not fit"))?;
        if small > 100 {
            return Err(format!("{n} is above 100"));
        }
        Ok(Percent(small))
    }
}

fn bar(p: &Percent) -> String {
    let full = p.0 as usize / 10;
    format!("[{}{}]", "#".repeat(full), " ".repeat(10 - full))
}

fn main() {
    for n in [35, 100, 180, -4] {
        match Percent::try_from(n) {
            Ok(p) => println!("{}", bar(&p)),
            Err(e) => println!("{e}"),
        }
    }
}
