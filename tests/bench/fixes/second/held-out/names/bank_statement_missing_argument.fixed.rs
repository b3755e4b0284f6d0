#[derive(Debug)]
enum Entry {
    Deposit(i64),
    Withdraw(i64),
}

struct Account {
    owner: String,
    balance: i64,
    log: Vec<Entry>,
}

impl Account {
    fn open(owner: &str) -> Self {
        Account { owner: owner.to_owned(), balance: 0, log: vec![] }
    }

    fn deposit(&mut self, amount: i64) {
        self.balance += amount;
        self.log.push(Entry::Deposit(amount));
    }

    fn withdraw(&mut self, amount: i64) -> Result<(), String> {
        if amount > self.balance {
            return Err(format!(
                "cannot withdraw {}, balance is only {}",
                amount,
                self.balance
            ));
        }
        self.balance -= amount;
        self.log.push(Entry::Withdraw(amount));
        Ok(())
    }
}

fn main() {
    let mut acc = Account::open("Lena");
    acc.deposit(120);
    for amount in [50, 90] {
        if let Err(e) = acc.withdraw(amount) {
            println!("{}: {}", acc.owner, e);
        }
    }
    println!("{:?} -> {}", acc.log, acc.balance);
}
