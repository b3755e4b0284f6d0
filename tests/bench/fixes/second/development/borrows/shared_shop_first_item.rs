use std::cell::RefCell;
use std::rc::Rc;

#[derive(Debug)]
struct Item {
    name: String,
    stock: u32,
}

#[derive(Debug, Default)]
struct Shop {
    items: Vec<Item>,
}

type SharedShop = Rc<RefCell<Shop>>;

fn deliver(shop: &SharedShop, name: &str, stock: u32) {
    shop.borrow_mut().items.push(Item { name: name.to_string(), stock });
}

fn report(shop: &SharedShop) {
    let items = &shop.borrow().items;
    let mut scarce = items.iter().filter(|i| i.stock < 5).peekable();
    if scarce.peek().is_none() {
        println!("nothing scarce");
    }
    for item in scarce {
        println!("order more {} (only {})", item.name, item.stock);
    }
}

fn scarcest(shop: &SharedShop) -> Option<String> {
    let lowest = shop.borrow().items.iter().min_by_key(|i| i.stock);
    lowest.map(|item| item.name.clone())
}

fn main() {
    let shop: SharedShop = Rc::default();
    report(&shop);
    deliver(&shop, "rope", 12);
    deliver(&shop, "lamp", 3);
    let counter = Rc::clone(&shop);
    report(&counter);
    println!("{:?}", scarcest(&counter));
}
