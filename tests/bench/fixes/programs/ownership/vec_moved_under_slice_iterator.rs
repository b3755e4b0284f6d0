fn archive(values: Vec<u16>, store: &mut Vec<Vec<u16>>) {
    store.push(values);
}

fn main() {
    let mut store = Vec::new();
    for base in [10u16, 200] {
        let batch: Vec<u16> = (0..5).map(|i| base + i * i).collect();
        let top = batch.iter().max().unwrap();
        archive(batch, &mut store);
        println!("top {top}");
    }
    let all: u32 = store.iter().flatten().map(|v| u32::from(*v)).sum();
    println!("{} batches, sum {all}", store.len());
}
