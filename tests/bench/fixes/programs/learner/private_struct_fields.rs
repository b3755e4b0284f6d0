mod bank {
    #[derive(Debug)]
    pub struct Account {
        pub owner: String,
        balance: i64,
    }

    impl Account {
        pub fn open(owner: &str) -> Account {
            Account { owner: owner.to_string(), balance: 0 }
        }

        pub fn deposit(&mut self, cents: i64) {
            self.balance += cents;
        }

        pub fn balance(&self) -> i64 {
            self.balance
        }
    }
}

fn main() {
    let mut a = bank::Account::open("Vera");
    a.deposit(1500);
    a.deposit(250);
    println!("{} has {}", a.owner, a.balance);
    println!("{}", a.balance() / 100);
}
