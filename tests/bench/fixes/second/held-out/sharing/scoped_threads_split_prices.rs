use std::thread;

struct Stats {
    region: String,
    total: u64,
    highest: u64,
}

fn analyse(region: &str, prices: &[u64], tax: u64) -> Stats {
    Stats {
        region: region.to_uppercase(),
        total: prices.iter().map(|p| p + p * tax / 100).sum(),
        highest: prices.iter().copied().max().unwrap_or(0),
    }
}

fn main() {
    let prices: Vec<u64> = (1..=12).map(|n| n * n * 10).collect();
    let regions = vec!["north", "east", "south"];
    let taxes = [5, 10, 20];

    let stats: Vec<Stats> = thread::scope(|s| {
        let mut handles = Vec::new();
        for (i, chunk) in prices.chunks(4).enumerate() {
            let region = regions[i];
            handles.push(s.spawn(|| analyse(region, chunk, taxes[i])));
        }
        handles.into_iter().map(|h| h.join().unwrap()).collect()
    });

    for st in &stats {
        println!("{:<6} total {:>6} highest {}", st.region, st.total, st.highest);
    }
}
