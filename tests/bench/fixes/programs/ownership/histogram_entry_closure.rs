use std::collections::BTreeMap;

fn main() {
    let mut buckets: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let width = 10;
    let bucket = |n: u32| buckets.entry(n / width).or_default().push(n);
    for n in [3, 17, 25, 12, 9, 28, 40] {
        bucket(n);
    }
    for (b, list) in &buckets {
        println!("{:>3}: {}", b * width, "#".repeat(list.len()));
    }
    let fullest = buckets.values().map(|v| v.len()).max().unwrap_or(0);
    println!("fullest has {fullest}");
}
