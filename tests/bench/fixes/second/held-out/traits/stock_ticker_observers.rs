use std::cell::RefCell;
use std::rc::Rc;

trait Observer {
    fn price_changed(&self, symbol: &str, old: u32, new: u32);
}

struct Log {
    lines: RefCell<Vec<String>>,
}

struct Alarm {
    limit: u32,
}

impl Observer for Log {
    fn price_changed(&self, symbol: &str, old: u32, new: u32) {
        self.lines.borrow_mut().push(format!("{symbol}: {old} -> {new}"));
    }
}

impl Observer for Alarm {
    fn price_changed(&self, symbol: &str, _old: u32, new: u32) {
        if new > self.limit {
            println!("ALARM {} above {}", symbol, self.limit);
        }
    }
}

struct Stock {
    symbol: String,
    price: u32,
    observers: Vec<Rc<Observer>>,
}

impl Stock {
    fn set_price(&mut self, price: u32) {
        let old = std::mem::replace(&mut self.price, price);
        for o in self.observers.iter() {
            o.price_changed(&self.symbol, old, price);
        }
    }
}

fn main() {
    let log = Rc::new(Log { lines: RefCell::new(Vec::new()) });
    let mut stock = Stock { symbol: "FERR".to_string(), price: 100, observers: Vec::new() };
    stock.observers.push(log.clone());
    stock.observers.push(Rc::new(Alarm { limit: 120 }));

    stock.set_price(110);
    stock.set_price(125);
    for line in log.lines.borrow().iter() {
        println!("{}", line);
    }
}
