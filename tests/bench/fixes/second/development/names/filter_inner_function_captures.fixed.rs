#[derive(Debug, Clone, PartialEq)]
struct Product {
    name: &'static str,
    price: u32,
    tags: Vec<&'static str>,
}

fn search<'a>(products: &'a [Product], max_price: u32, tag: &str) -> Vec<&'a Product> {
    let matches = |p: &Product| -> bool {
        p.price <= max_price && p.tags.contains(&tag)
    };

    let mut hits = Vec::new();
    for p in products {
        if matches(p) {
            hits.push(p);
        }
    }
    hits
}

fn main() {
    let shop = [
        Product { name: "lamp", price: 35, tags: vec!["home", "light"] },
        Product { name: "rug", price: 120, tags: vec!["home"] },
        Product { name: "torch", price: 18, tags: vec!["camping", "light"] },
    ];
    for (limit, tag) in [(50, "light"), (200, "home"), (10, "camping")] {
        let names: Vec<&str> = search(&shop, limit, tag).iter().map(|p| p.name).collect();
        println!("{} under {}: {:?}", tag, limit, names);
    }
}
