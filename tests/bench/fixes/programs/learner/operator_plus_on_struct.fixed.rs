use std::ops::Add;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Money {
    euros: u32,
    cents: u32,
}

impl Money {
    fn new(cents: u32) -> Self {
        Money { euros: cents / 100, cents: cents % 100 }
    }
}

impl Add for Money {
    type Output = Money;

    fn add(self, other: Money) -> Money {
        Money::new((self.euros + other.euros) * 100 + self.cents + other.cents)
    }
}

fn main() {
    let lunch = Money::new(1250);
    let cake = Money::new(480);
    let both = lunch + cake;
    println!("{}.{:02}", both.euros, both.cents);
    println!("{}", both == Money { euros: 17, cents: 30 });
}
