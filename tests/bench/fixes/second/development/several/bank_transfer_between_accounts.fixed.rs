use std::fmt;

#[derive(Debug)]
enum TransferError {
    UnknownAccount(u32),
    InsufficientFunds { needed: u64, available: u64 },
}

impl fmt::Display for TransferError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            TransferError::UnknownAccount(id) => write!(f, "unknown account {}", id),
            TransferError::InsufficientFunds { needed, available } => {
                write!(f, "need {} but only {} available", needed, available)
            }
        }
    }
}

#[derive(Debug, Clone)]
struct Account {
    id: u32,
    owner: String,
    balance: u64,
}

struct Bank {
    accounts: Vec<Account>,
}

impl Bank {
    fn index_of(&self, id: u32) -> Result<usize, TransferError> {
        self.accounts
            .iter()
            .position(|a| a.id == id)
            .ok_or(TransferError::UnknownAccount(id))
    }

    fn transfer(&mut self, from: u32, to: u32, amount: u64) -> Result<(), TransferError> {
        let from_idx = self.index_of(from)?;
        let to_idx = self.index_of(to)?;

        let source = &mut self.accounts[from_idx];
        if source.balance < amount {
            return Err(TransferError::InsufficientFunds {
                needed: amount,
                available: source.balance,
            });
        }
        source.balance -= amount;
        let target = &mut self.accounts[to_idx];
        target.balance += amount;
        Ok(())
    }
}

fn main() {
    let mut bank = Bank {
        accounts: vec![
            Account { id: 1, owner: "Ada".to_string(), balance: 500 },
            Account { id: 2, owner: "Grace".to_string(), balance: 120 },
        ],
    };

    for (from, to, amount) in [(1, 2, 200), (2, 1, 1000), (2, 9, 10)] {
        match bank.transfer(from, to, amount) {
            Ok(()) => println!("moved {} from {} to {}", amount, from, to),
            Err(e) => println!("failed: {}", e),
        }
    }

    for account in &bank.accounts {
        println!("{}: {}", account.owner, account.balance);
    }
}
