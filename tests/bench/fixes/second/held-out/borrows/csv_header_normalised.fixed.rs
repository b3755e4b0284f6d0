use std::collections::BTreeMap;

const DATA: &str = "  Name,CITY,Age \nBea,Oslo,31\nJon,Bergen,45\n";

fn main() {
    let mut lines = DATA.lines();
    let header = lines.next().unwrap();

    let header = header.trim().to_lowercase();
    let columns: Vec<&str> = header.split(',').collect();

    let mut rows: Vec<BTreeMap<&str, &str>> = Vec::new();
    for line in lines {
        let row = columns.iter().copied().zip(line.split(',')).collect();
        rows.push(row);
    }

    println!("columns: {}", columns.join("|"));
    for row in &rows {
        println!("{} lives in {}", row["name"], row["city"]);
    }

    let oldest = rows.iter().max_by_key(|r| r["age"]).unwrap();
    println!("oldest is {}", oldest["name"]);
    let ages: u32 = rows.iter().filter_map(|r| r["age"].parse::<u32>().ok()).sum();
    println!("average age {}", ages as usize / rows.len());
}
