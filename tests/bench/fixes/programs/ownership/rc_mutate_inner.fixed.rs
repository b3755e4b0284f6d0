use std::cell::RefCell;
use std::rc::Rc;

struct Team {
    name: String,
    points: RefCell<u32>,
}

fn win(team: &Rc<Team>) {
    *team.points.borrow_mut() += 3;
}

fn main() {
    let reds = Rc::new(Team { name: "reds".into(), points: RefCell::new(0) });
    let blues = Rc::new(Team { name: "blues".into(), points: RefCell::new(1) });
    let table = vec![Rc::clone(&blues), Rc::clone(&reds)];
    win(&reds);
    win(&reds);
    win(&table[0]);
    for t in &table {
        println!("{} {}", t.name, t.points.borrow());
    }
}
