use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Category {
    Tools,
    Garden,
    Paint,
}

#[derive(Debug, Clone)]
struct Item {
    name: String,
    category: Category,
    count: u32,
    minimum: u32,
}

impl Item {
    fn new(name: &str, category: Category, count: u32, minimum: u32) -> Self {
        Item { name: name.to_string(), category, count, minimum }
    }

    fn missing(&self) -> u32 {
        self.minimum.saturating_sub(self.count)
    }
}

fn group_by_category(items: &[Item]) -> BTreeMap<Category, Vec<&Item>> {
    let mut groups = BTreeMap::new();
    for item in items {
        groups.entry(item.category).or_insert_with(Vec::new).push(item);
    }
    groups
}

fn restock(items: &mut Vec<Item>) -> u32 {
    let mut ordered = 0;
    for item in items.iter() {
        let missing = item.missing();
        item.count += missing;
        ordered += missing;
    }
    ordered
}

fn main() {
    let mut stock = vec![
        Item::new("hammer", Category::Tools, 3, 5),
        Item::new("rake", Category::Garden, 7, 4),
        Item::new("white paint", Category::Paint, 0, 12),
        Item::new("saw", Category::Tools, 2, 2),
    ];

    for (category, items) in &group_by_category(&stock) {
        let names: Vec<&str> = items.iter().map(|i| i.name.as_str()).collect();
        println!("{:?}: {}", category, names.join(", "));
    }

    let ordered = restock(&mut stock);
    println!("ordered {} pieces", ordered);

    for item in stock {
        println!("{:<12} {:>3}", item.name, item.quantity);
    }
    println!("{} kinds of items in stock", stock.len());
}
