use std::cell::RefCell;
use std::rc::Rc;

type Link = Option<Rc<RefCell<Car>>>;

struct Car {
    cargo: &'static str,
    tons: u32,
    behind: Link,
}

fn car(cargo: &'static str, tons: u32) -> Rc<RefCell<Car>> {
    Rc::new(RefCell::new(Car { cargo, tons, behind: None }))
}

fn couple(front: &Rc<RefCell<Car>>, back: &Rc<RefCell<Car>>) {
    front.borrow_mut().behind = Some(Rc::clone(back));
}

fn weigh(first: &Rc<RefCell<Car>>) -> u32 {
    let mut total = 0;
    let mut current: Link = Some(Rc::clone(first));
    while let Some(car) = current {
        println!("  {:>3}t {}", car.borrow().tons, car.borrow().cargo);
        total += car.borrow().tons;
        current = car.borrow().behind.clone();
    }
    total
}

fn main() {
    let coal = car("coal", 80);
    let oil = car("oil", 65);
    let mail = car("mail", 12);
    couple(&coal, &oil);
    couple(&oil, &mail);

    println!("total {}t", weigh(&coal));
    oil.borrow_mut().tons -= 15;
    println!("total {}t", weigh(&oil));
}
