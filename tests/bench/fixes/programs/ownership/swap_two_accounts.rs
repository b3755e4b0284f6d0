struct Bank {
    balances: Vec<i64>,
}

impl Bank {
    fn transfer(&mut self, from: usize, to: usize, amount: i64) -> bool {
        let a = &mut self.balances[from];
        let b = &mut self.balances[to];
        if *a < amount {
            return false;
        }
        *a -= amount;
        *b += amount;
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
