#[derive(Debug, Clone)]
struct Order {
    id: u32,
    price: u32,
}

struct Exchange {
    buys: Vec<Order>,
    sells: Vec<Order>,
    trades: Vec<(u32, u32)>,
}

impl Exchange {
    fn best_buy(&self) -> Option<&Order> {
        self.buys.iter().max_by_key(|o| o.price)
    }

    fn sell(&mut self, order: Order) {
        if let Some(buy) = self.best_buy().cloned() {
            if buy.price >= order.price {
                self.buys.retain(|o| o.id != buy.id);
                self.trades.push((buy.id, order.id));
                return;
            }
        }
        self.sells.push(order);
    }
}

fn main() {
    let buys = vec![Order { id: 1, price: 10 }, Order { id: 2, price: 12 }];
    let mut ex = Exchange { buys, sells: vec![], trades: vec![] };
    ex.sell(Order { id: 10, price: 11 });
    ex.sell(Order { id: 11, price: 11 });
    ex.sell(Order { id: 12, price: 9 });
    println!("{:?}", ex.trades);
    println!("{} waiting", ex.sells.len());
}
