use std::collections::HashMap;

fn main() {
    let mut stock: HashMap<String, i32> = HashMap::new();
    let deliveries = "nails 40\nglue 3\nnails 15";
    for line in deliveries.lines() {
        let (name, n) = line.split_once(' ').unwrap();
        let n: i32 = n.parse().unwrap();
        stock.entry(name.to_string()).and_modify(|c| *c += n).or_insert(n);
    }
    stock.insert("tape".to_string(), 7);
    let mut rows: Vec<(&String, &i32)> = stock.iter().collect();
    rows.sort();
    for (name, n) in rows {
        println!("{name}: {n}");
    }
}
