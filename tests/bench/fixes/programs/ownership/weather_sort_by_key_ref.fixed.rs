#[derive(Debug, Clone)]
struct Station {
    code: String,
    rain: u32,
}

fn main() {
    let mut stations = vec![
        Station { code: "N7".into(), rain: 12 },
        Station { code: "A2".into(), rain: 30 },
        Station { code: "K1".into(), rain: 12 },
    ];
    stations.sort_by_key(|s| s.code.clone());
    for s in &stations {
        println!("{} {}", s.code, s.rain);
    }
    stations.sort_by(|a, b| b.rain.cmp(&a.rain));
    println!("wettest {}", stations[0].code);
    let total: u32 = stations.iter().map(|s| s.rain).sum();
    println!("{total} mm");
}
