#[derive(Debug, Clone)]
struct Account {
    number: u32,
    owner: String,
    cents: i64,
}

impl Account {
    fn deposit(&mut self, cents: i64) -> &mut Self {
        self.cents += cents;
        self
    }

    fn withdraw(&mut self, cents: i64) -> Result<(), String> {
        if cents > self.cents {
            return Err(format!("{} is short by {}", self.owner, cents - self.cents));
        }
        self.cents -= cents;
        Ok(())
    }
}

#[derive(Default)]
struct Bank {
    accounts: Vec<Account>,
}

impl Bank {
    fn open(&mut self, owner: &str) -> &mut Account {
        let number = 1000 + self.accounts.len() as u32;
        let mut account = Account { number, owner: owner.to_string(), cents: 0 };
        self.accounts.push(account.clone());
        &mut account
    }

    fn total(&self) -> i64 {
        self.accounts.iter().map(|a| a.cents).sum()
    }
}

fn main() {
    let mut bank = Bank::default();
    bank.open("Mira").deposit(5_000).deposit(250);
    let theo = bank.open("Theo");
    theo.deposit(800);
    if let Err(why) = theo.withdraw(1_000) {
        println!("refused: {}", why);
    }
    for account in &bank.accounts {
        println!("{} {:<6} {}", account.number, account.owner, account.cents);
    }
    println!("total {}", bank.total());
}
