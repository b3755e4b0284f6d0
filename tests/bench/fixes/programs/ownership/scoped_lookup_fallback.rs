use std::collections::HashMap;

struct Scope<'p> {
    vars: HashMap<String, i32>,
    parent: Option<&'p Scope<'p>>,
}

impl<'p> Scope<'p> {
    fn new(parent: Option<&'p Scope<'p>>) -> Self {
        Scope { vars: HashMap::new(), parent }
    }

    fn get(&self, name: &str) -> Option<i32> {
        self.vars.get(name).copied().or_else(|| self.parent.and_then(|p| p.get(name)))
    }
}

fn enter(outer: &Scope, name: &str, value: i32) -> Scope {
    let mut inner = Scope::new(Some(outer));
    inner.vars.insert(name.to_string(), value);
    inner
}

fn main() {
    let mut global = Scope::new(None);
    global.vars.insert("x".into(), 1);
    global.vars.insert("y".into(), 2);
    let inner = enter(&global, "x", 10);
    println!("{:?} {:?} {:?}", inner.get("x"), inner.get("y"), inner.get("z"));
    println!("{:?}", global.get("x"));
}
