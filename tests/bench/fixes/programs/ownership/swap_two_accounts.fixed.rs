struct Bank {
    balances: Vec<i64>,
}

impl Bank {
    fn transfer(&mut self, from: usize, to: usize, amount: i64) -> bool {
        if self.balances[from] < amount {
            return false;
        }
        self.balances[from] -= amount;
        self.balances[to] += amount;
        true
    }
}

fn main() {
    let mut bank = Bank { balances: vec![100, 40, 0] };
    println!("{}", bank.transfer(0, 2, 60));
    println!("{}", bank.transfer(1, 0, 50));
    println!("{}", bank.transfer(2, 1, 10));
    println!("{:?}", bank.balances);
}
