mod wallet {
    #[derive(Debug)]
    pub struct Wallet {
        owner: String,
        coins: u32,
    }

    impl Wallet {
        pub fn new(owner: &str, coins: u32) -> Self {
            Wallet { owner: owner.to_string(), coins }
        }

        pub fn owner(&self) -> &str {
            &self.owner
        }

        pub fn coins(&self) -> u32 {
            self.coins
        }

        pub fn pay(&mut self, other: &mut Wallet, amount: u32) -> bool {
            if self.coins < amount {
                return false;
            }
            self.coins -= amount;
            other.coins += amount;
            true
        }
    }
}

use wallet::Wallet;

fn main() {
    let mut ann = Wallet::new("Ann", 30);
    let mut ben = Wallet::new("Ben", 5);

    for amount in [12, 25] {
        let ok = ann.pay(&mut ben, amount);
        println!("pay {}: {}", amount, if ok { "done" } else { "refused" });
    }

    let richest = [&ann, &ben]
        .into_iter()
        .max_by_key(|w| w.coins())
        .unwrap();
    println!("richest is {} with {}", richest.owner(), richest.coins());
}
