#[derive(Debug)]
struct MenuItem {
    key: char,
    label: String,
    enabled: bool,
}

struct Menu {
    items: Vec<MenuItem>,
}

impl Menu {
    fn add(&mut self, key: char, label: &str, enabled: bool) {
        self.items.push(MenuItem { key, label: label.to_string(), enabled });
    }

    fn render(&self) {
        for item in &self.items {
            let state = if item.enabled { ' ' } else { 'x' };
            println!("[{}] {} {}", item.key, state, item.label);
        }
    }
}

fn main() {
    let recent = vec!["notes.md", "todo.txt"];
    let mut menu = Menu { items: Vec::new() };
    menu.add('n', "New file", true);
    menu.add('s', "Save", false);

    for (i, file) in recent.iter().enumerate() {
        let label = format!("Reopen {}", file);
        let key = char::from_digit(i as u32 + 1, 10).unwrap();
        menu.add(key, &label, true);
    }

    menu.add('q', "Quit", true);
    menu.render();
    let usable = menu.items.iter().filter(|i| i.enabled).count();
    println!("{} usable entries", usable);
}
