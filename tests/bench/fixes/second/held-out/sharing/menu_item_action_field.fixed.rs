struct MenuItem {
    key: char,
    label: String,
    action: Box<dyn Fn(i32) -> i32>,
}

struct Menu {
    items: Vec<MenuItem>,
}

impl Menu {
    fn new() -> Self {
        Menu { items: Vec::new() }
    }

    fn item(mut self, key: char, label: &str, action: impl Fn(i32) -> i32 + 'static) -> Self {
        self.items.push(MenuItem { key, label: label.to_string(), action: Box::new(action) });
        self
    }

    fn press(&self, key: char, state: i32) -> Option<i32> {
        let item = self.items.iter().find(|i| i.key == key)?;
        let next = (item.action)(state);
        println!("[{}] {}: {} -> {}", key, item.label, state, next);
        Some(next)
    }
}

fn main() {
    let step = 10;
    let menu = Menu::new()
        .item('u', "volume up", move |v| (v + step).min(100))
        .item('d', "volume down", move |v| (v - step).max(0))
        .item('m', "mute", |_| 0);

    let mut volume = 85;
    for key in "uuxdm".chars() {
        match menu.press(key, volume) {
            Some(v) => volume = v,
            None => println!("no such key {:?}", key),
        }
    }
    println!("final {}", volume);
}
