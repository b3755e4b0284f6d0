use std::collections::HashMap;

#[derive(Default)]
struct Bank {
    accounts: HashMap<u32, i64>,
}

impl Bank {
    fn balance(&self, id: u32) -> Result<i64, String> {
        self.accounts
            .get(&id)
            .copied()
            .ok_or_else(|| format!("no account {}", id))
    }

    fn transfer(&mut self, from: u32, to: u32, cents: i64) -> Result<(), String> {
        let available = self.balance(from)?;
        self.balance(to)?;
        if available < cents {
            return Err(format!("account {} has only {}", from, available));
        }
        *self.accounts.get_mut(&from).unwrap() -= cents;
        *self.accounts.get_mut(&to).unwrap() += cents;
    }
}

fn main() {
    let mut bank = Bank::default();
    bank.accounts.insert(1, 10_000);
    bank.accounts.insert(2, 500);
    for (from, to, cents) in [(1, 2, 2_500), (2, 1, 9_999), (1, 7, 1)] {
        if let Err(why) = bank.transfer(from, to, cents) {
            println!("refused: {}", why);
        }
    }
    println!("{:?} {:?}", bank.balance(1), bank.balance(2));
}
