struct Lot {
    name: String,
    bids: Vec<u32>,
}

impl Lot {
    fn bid(&mut self, amount: u32) -> bool {
        let highest = self.bids.iter().max().copied();
        self.bids.push(amount);
        match highest {
            Some(h) => amount > h,
            None => true,
        }
    }
}

fn close(lot: &Lot) -> Option<u32> {
    lot.bids.iter().max().copied()
}

fn main() {
    let mut lot = Lot { name: String::from("clock"), bids: vec![] };
    for amount in [20, 15, 35] {
        println!("{amount}: {}", lot.bid(amount));
    }
    let price = close(&lot);
    println!("{} sold for {:?}", lot.name, price);
}
