#[derive(Debug)]
enum BankError {
    Insufficient { missing: u32 },
    Closed,
}

struct Account {
    balance: u32,
    open: bool,
}

impl Account {
    fn withdraw(&mut self, amount: u32) -> Result<u32, BankError> {
        if !self.open {
            return Err(BankError::Closed);
        }
        if amount > self.balance {
            return Err(BankError::Insufficient { missing: amount - self.balance });
        }
        self.balance -= amount;
        Ok(self.balance)
    }
}

fn main() {
    let mut a = Account { balance: 80, open: true };
    println!("{:?}", a.withdraw(30));
    println!("{:?}", a.withdraw(70));
    a.open = false;
    println!("{:?}", a.withdraw(1));
}
