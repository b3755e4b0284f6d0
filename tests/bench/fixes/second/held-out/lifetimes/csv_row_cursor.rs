struct Row<'a> {
    line: &'a str,
    number: usize,
}

impl Row<'a> {
    fn new(line: &'a str, number: usize) -> Self {
        Row { line, number }
    }

    fn field(&self, index: usize) -> Option<&'a str> {
        self.line.split(',').map(|f| f.trim()).nth(index)
    }

    fn amount(&self) -> Result<i64, String> {
        let text = self
            .field(1)
            .ok_or_else(|| format!("row {}: no amount", self.number))?;
        text.parse()
            .map_err(|_| format!("row {}: bad amount {:?}", self.number, text))
    }
}

fn main() {
    let data = "rent, -900\nsalary, 2100\ncoffee\ngift, lots\nbooks, -45";
    let mut balance = 0;
    for (i, line) in data.lines().enumerate() {
        let row = Row::new(line, i + 1);
        match row.amount() {
            Ok(amount) => {
                balance += amount;
                println!("{:<8}{:>6}", row.field(0).unwrap_or("?"), amount);
            }
            Err(why) => println!("{}", why),
        }
    }
    println!("balance {}", balance);
}
