use std::cell::RefCell;
use std::rc::{Rc, Weak};

struct Team {
    name: String,
    members: RefCell<Vec<Rc<Employee>>>,
}

struct Employee {
    name: String,
    team: RefCell<Weak<Team>>,
}

impl Employee {
    fn badge(&self) -> String {
        match self.team.borrow().upgrade() {
            Some(team) => format!("{}@{}", self.name, team.name),
            None => format!("{}@-", self.name),
        }
    }

    fn colleagues(&self) -> usize {
        let team = self.team.borrow().upgrade().unwrap();
        let count = team.members.borrow().len();
        count - 1
    }
}

fn hire(team: &Rc<Team>, name: &str) -> Rc<Employee> {
    let e = Rc::new(Employee { name: name.to_string(), team: RefCell::new(Weak::new()) });
    *e.team.borrow_mut() = Rc::downgrade(team);
    team.members.borrow_mut().push(Rc::clone(&e));
    e
}

fn main() {
    let team = Rc::new(Team { name: "infra".to_string(), members: RefCell::new(vec![]) });
    let ida = hire(&team, "ida");
    hire(&team, "leo");
    hire(&team, "sam");

    println!("{} has {} colleagues", ida.badge(), ida.colleagues());
    team.members.borrow_mut().clear();
    drop(team);
    println!("{}", ida.badge());
}
