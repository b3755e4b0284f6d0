use std::collections::BTreeMap;

#[derive(Debug)]
enum BankError {
    NoSuchAccount(String),
    Insufficient { missing: u64 },
}

#[derive(Default)]
struct Bank {
    accounts: BTreeMap<String, u64>,
}

impl Bank {
    fn open(&mut self, owner: &str, amount: u64) {
        self.accounts.insert(owner.to_string(), amount);
    }

    fn transfer(&mut self, from: &str, to: &str, amount: u64) -> Result<(), BankError> {
        if !self.accounts.contains_key(to) {
            return Err(BankError::NoSuchAccount(to.to_string()));
        }
        let source = self
            .accounts
            .get_mut(from)
            .ok_or_else(|| BankError::NoSuchAccount(from.to_string()))?;
        let target = self.accounts.get_mut(to).unwrap();
        if *source < amount {
            return Err(BankError::Insufficient { missing: amount - *source });
        }
        *source -= amount;
        *target += amount;
        Ok(())
    }
}

fn main() {
    let mut bank = Bank::default();
    bank.open("alice", 100);
    bank.open("bob", 20);
    println!("{:?}", bank.transfer("alice", "bob", 70));
    println!("{:?}", bank.transfer("alice", "bob", 70));
    println!("{:?}", bank.transfer("alice", "carl", 1));
    for (owner, balance) in &bank.accounts {
        println!("{owner}: {balance}");
    }
}
